// Runs of our client against our device with the keys, random values and networks of a recording, in its order.
import { readFileSync } from 'node:fs';
import { fromHex, utf8 } from '@esp-prov/protocol';
import { decodeMessage, NetworkConfigPayloadSchema } from '@esp-prov/protocol/messages';
import { recordedClient, recordedDevice } from './recorded-ends.mjs';
import { longStreet, recordedStreet } from './recorded-street.mjs';
import { runDevice } from './run-device.mjs';
import { withVectors } from './with-vectors.mjs';

const folder = new URL('../../../test/vectors/', import.meta.url);
const runs = new Map();

/**
 * A message of a run, and where Espressif's own client or device sent the same.
 *
 * @typedef {object} RecordedMessage
 * @property {string} label of the exchange, as the recording names it, `handshake 0`, or `proto-ver`
 * @property {string} endpoint
 * @property {'client' | 'device'} from
 * @property {Uint8Array} plain what it says
 * @property {Uint8Array} wire what the transport carries
 * @property {number} before bytes that the session sealed before it, in both directions
 * @property {number} number of the messages that the session sealed, from 1 on; 0 for those of the handshake
 * @property {import('../wire-example.mjs').Vector} plainVector
 * @property {import('../wire-example.mjs').Vector} wireVector
 */

/**
 * Returns the messages of the recorded session `name`, such as `v55-sec1-pop-full`, as our code makes them.
 *
 * @param {string} name
 * @returns {Promise<readonly RecordedMessage[]>}
 */
export function recordedRun(name) {
  if (!runs.has(name)) runs.set(name, run(name));
  return runs.get(name);
}

/** Returns the one message of a run that the client or the device sent in the exchange `label`. */
export async function recordedMessage(name, label, from) {
  const found = (await recordedRun(name)).find((message) => message.label === label && message.from === from);
  if (!found) throw new Error(`The run ${name} has no message of the ${from} in “${label}”`);
  return found;
}

/** Returns what a recording holds. */
export function recording(name) {
  return JSON.parse(readFileSync(new URL(recordingFile(name), folder), 'utf8'));
}

/** Returns the file of a recorded session as vectors name it. */
export function recordingFile(name) {
  return `protocol/session-${name}.json`;
}

/** What is done in each kind of recording. */
const scripts = { full, failures, 'scan-pages': scanPages };

async function run(name) {
  const recorded = recording(name);
  const script = Object.entries(scripts).find(([kind]) => name.endsWith(kind))?.[1];
  if (!script) throw new Error(`Nobody has written how the recording ${name} is run`);
  const device = await runDevice({
    security: recordedDevice(recorded),
    networks: (name.endsWith('scan-pages') ? longStreet : recordedStreet).toReversed(),
    // Reprovisioning is possible only without automatic stop.
    settings: { autoStop: false },
  });
  const provisioner = await device.open(recordedClient(recorded));
  await script({
    ...device,
    recorded,
    // Every request of a script, in the time of the device.
    provisioner: new Proxy(provisioner, {
      get:
        (target, key) =>
        (...args) =>
          device.clock.run(target[key](...args)),
    }),
  });
  return withVectors(device.messages, recorded, recordingFile(name));
}

async function full({ provisioner, radio, recorded }) {
  await provisioner.send('custom-data', utf8('MyCustomData'));
  await provisioner.scan({ blocking: true });
  await provisioner.wifiStatus();
  await provisioner.setWifi({ ssid: 'HomeNet', passphrase: 'correct horse' });
  await provisioner.applyWifi();
  await provisioner.wifiStatus();
  await radio({ kind: 'got-ip', connection: connectionTo(recordedStreet[0], recorded) });
  await provisioner.wifiStatus();
  await provisioner.reprovision();
}

async function failures({ provisioner, radio, recorded }) {
  const attempt = async (ssid, passphrase) => {
    await provisioner.setWifi({ ssid, passphrase });
    await provisioner.applyWifi();
  };
  await attempt('HomeNet', 'wrong passphrase');
  await radio({ kind: 'disconnected', reason: 15 });
  await provisioner.wifiStatus();
  await attempt('HomeNet', 'again, without reset').catch(() => undefined);
  await provisioner.reset();
  await provisioner.wifiStatus();
  await attempt('NoSuchNet', 'whatever1');
  await radio({ kind: 'disconnected', reason: 201 });
  await provisioner.wifiStatus();
  await provisioner.reset();
  await attempt('Cafe-Guest', '');
  await radio({ kind: 'got-ip', connection: connectionTo(recordedStreet[1], recorded) });
  await provisioner.wifiStatus();
}

async function scanPages({ provisioner }) {
  await provisioner.scan({ blocking: true, passive: true, groupChannels: 5, periodMs: 200 });
}

/**
 * Returns the connection to a network. The firmware copies a BSSID as a C string: behind its first zero stands what the
 * memory held, so that part is taken from the recording.
 */
function connectionTo(network, { exchanges }) {
  const { response_plain } = exchanges.find(({ label }) => label.startsWith('config-get-status connected'));
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, fromHex(response_plain));
  const zero = network.bssid.indexOf(0);
  const bssid = zero < 0 ? network.bssid : Uint8Array.from(payload.value.state.value.bssid);
  return { ...network, bssid, ip4: '192.168.1.42' };
}
