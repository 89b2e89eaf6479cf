import { bluezPeripheral } from '@esp-prov/bluez';
import { bleDeviceTransport } from '@esp-prov/device';
import { releaseProfiles, street, VirtualEsp32 } from '@esp-prov/virtual';

/** What the device accepts, and clients show. */
const secrets = { pop: 'abcd1234', username: 'wifiprov', password: 'abcd1234' };

/** Returns what a client gives to a device of a scheme: one secret too many would demand another scheme. */
function secretsOf(security) {
  const { pop, ...user } = secrets;
  return { 0: { allowUnproven: true }, 1: { pop }, 2: user }[security];
}

/** As the default street, and quick to join; the other waits are those of the firmware. */
const air = street.map((accessPoint) => ({ joinMs: 200, ...accessPoint }));

/**
 * Switches a virtual ESP32 on.
 *
 * @param profile name of a release; default `readme`
 * @param security version of the scheme
 * @param ble options of `bleDeviceTransport`
 * @param more options of `VirtualEsp32`
 */
export async function startVirtualDevice({ adapter, log, profile = 'readme', security, ble = {}, more = {} }) {
  const lines = [];
  const events = [];
  const watchers = new Set();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const device = new VirtualEsp32({
    transport: bleDeviceTransport(async () => bluezPeripheral({ adapter, log }), { log, ...ble }),
    profile: releaseProfiles.find(({ name }) => name === profile),
    air,
    secret: { securityVersion: security, ...secrets },
    serial(line) {
      lines.push(line);
      log('info', 'serial', line);
      changed();
    },
    ...more,
  });
  device.watch((event) => {
    events.push(event);
    changed();
  });
  await device.boot();

  /** Waits until `found` is. */
  function sees(find, what, patienceMs = 20_000) {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        const found = find();
        if (found === undefined) return;
        settle(resolve, found);
      };
      const settle = (action, value) => {
        clearTimeout(timer);
        watchers.delete(watcher);
        action(value);
      };
      const timer = setTimeout(() => settle(reject, new Error(`the device never had ${what}`)), patienceMs);
      watchers.add(watcher);
      watcher();
    });
  }

  return {
    name: device.serviceName,
    secrets: secretsOf(security),
    events,
    /** How often the text is in its log. */
    count: (text) => lines.filter((line) => line.includes(text)).length,
    tells: (kind, patienceMs) =>
      sees(() => events.find((event) => event.kind === kind), `the event ${kind}`, patienceMs),
    logs: (text, patienceMs) =>
      sees(() => lines.find((line) => line.includes(text)), `"${text}" in its log`, patienceMs),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  };
}
