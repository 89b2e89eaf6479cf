import { bleDeviceTransport } from '@esp-prov/device';
import { bleOptions, parseAir, releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { Watch } from './watch.mjs';

/** Networks that the devices of these checks hear. */
export const street = parseAir([
  { ssid: 'myssid', channel: 6, rssi: -47, auth: 'WPA2_PSK', password: 'mypassword' },
  { ssid: 'Attic', channel: 1, rssi: -71, auth: 'WPA2_PSK', password: 'atticattic' },
  { ssid: 'Guests', channel: 11, rssi: -66, auth: 'Open' },
]);

/** Secrets that the devices of these checks accept, as those of Espressif's example. */
export const pop = 'abcd1234';
export const account = { username: 'wifiprov', password: 'abcd1234' };

/**
 * Switches a virtual ESP32 on whose Bluetooth is on the emulated radio. `happened` resolves with the first event of a
 * kind; `events` are all so far.
 */
export async function startVirtualDevice(
  radio,
  { profile: name = 'readme', security, secret = {}, ble = {}, ...options } = {},
) {
  const profile = releaseProfiles.find((each) => each.name === name);
  if (profile === undefined) throw new Error(`there is no profile ${name}`);
  let peripheral;
  const transport = bleDeviceTransport(
    async () => {
      peripheral = radio.peripheral();
      return peripheral;
    },
    { ...bleOptions(profile), ...ble },
  );
  const lines = [];
  const watch = new Watch();
  const device = new VirtualEsp32({
    transport,
    profile,
    air: street,
    fast: true,
    serial: (line) => {
      lines.push(line);
      watch.changed();
    },
    secret: { ...(security === undefined ? {} : { securityVersion: security }), ...secret },
    ...options,
  });
  const events = [];
  device.watch((event) => {
    events.push(event);
    watch.changed();
  });
  await device.boot();
  return {
    device,
    events,
    lines,
    name: device.serviceName,
    get peripheral() {
      return peripheral;
    },
    /** Waits for an event. */
    happened: (kind, patienceMs) =>
      watch.until(() => events.find((event) => event.kind === kind), `the device event ${kind}`, patienceMs),
    /** Waits for a line of its serial port. */
    printed: (pattern, patienceMs) =>
      watch.until(() => lines.find((line) => pattern.test(line)), `${pattern} in the device's log`, patienceMs),
    switchOff: () => device[Symbol.asyncDispose](),
  };
}
