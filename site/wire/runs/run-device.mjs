// A device of ours with a client of ours in front of it, and everything that goes over the link between them.
import { Provisioner } from '@esp-prov/client';
import { ProvisioningManager } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { FakeWifiDriver, manualClock, memoryLink } from '@esp-prov/testing';
import { memoryStore } from '@esp-prov/virtual';

/**
 * A message on the link.
 *
 * @typedef {object} RunMessage
 * @property {'client' | 'device'} from
 * @property {string} endpoint
 * @property {Uint8Array} wire what the transport carries
 * @property {Uint8Array} plain what it says
 */

/**
 * Starts a device and returns what a run needs: `open` a session, move the time, let the radio report, and the messages
 * so far.
 *
 * @param {object} options
 * @param {import('@esp-prov/protocol').DeviceSecurity} options.security
 * @param {readonly import('@esp-prov/device').HeardNetwork[]} options.networks
 * @param {Uint8Array} [options.version] what `proto-ver` answers
 * @param {Partial<import('@esp-prov/device').ManagerSettings>} [options.settings]
 */
export async function runDevice({ security, networks, version, settings }) {
  const clock = manualClock();
  const link = memoryLink();
  const wifi = new FakeWifiDriver(networks);
  const manager = new ProvisioningManager({ transport: link.device, wifi, store: memoryStore(), clock, settings });
  manager.createEndpoint('custom-data', () => utf8('SUCCESS\0'));
  await manager.start({ serviceName: 'PROV_261FCC', security, ...(version && { version: () => version }) });
  /** @type {RunMessage[]} */
  const messages = [];
  /** Plain forms of requests that are sealed and not on the link yet. */
  const plain = [];
  const inner = link.connect();
  // Pages of a scan are as short as over Bluetooth, where all clients of Espressif request four networks at a time.
  const transport = {
    kind: 'ble',
    maxRequest: 4096,
    endpoints: inner.endpoints,
    async exchange(endpoint, request, options) {
      messages.push({ from: 'client', endpoint, wire: request, plain: plain.shift() ?? request });
      const answer = await inner.exchange(endpoint, request, options);
      messages.push({ from: 'device', endpoint, wire: answer, plain: answer });
      return answer;
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  const onSealed = (message) => {
    if (message.direction === 'sent') plain.push(message.plain);
    else messages.at(-1).plain = message.plain;
  };
  return {
    messages,
    transport,
    wifi,
    clock,
    /** Opens a session as a client of ours does. */
    open: (proof) => clock.run(Provisioner.connect(transport, { clock, onSealed, ...proof })),
    /** Lets the delay before a join pass, and the radio report how it ended. */
    async radio(event) {
      await clock.advance(1000);
      wifi.report(event);
      await clock.advance(0);
    },
  };
}
