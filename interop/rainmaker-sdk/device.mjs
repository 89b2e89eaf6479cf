// Devices for the SDKs: the virtual ESP32 with the endpoints that they talk to, and nodes in the local network.

import { httpTransport } from '@esp-prov/client/node';
import { bluetoothReach, softApReach } from '@esp-prov/client/rainmaker';
import { bleDeviceTransport, Protocomm } from '@esp-prov/device';
import { makeVerifier, sec1Device, sec2Device } from '@esp-prov/protocol';
import { memoryRadio } from '@esp-prov/testing';
import { bleOptions, parseAir, releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import { fieldsOf, message } from './wire.mjs';

export const pop = 'abcd1234';
export const nodeId = 'node-24-0A-C4';
export const network = { ssid: 'Home-WiFi', passphrase: 'secret' };
const [success, text] = [0, (bytes) => new TextDecoder().decode(bytes)];

/**
 * Switches a virtual device on. `told` is what its endpoints got; `reach` is the way to it for an adapter, over
 * Bluetooth or HTTP.
 */
export async function startRainmakerDevice({ over, scheme, name = 'idf-5.5' }) {
  const told = { mappings: [], challenges: [] };
  const endpoints = [
    { name: 'cloud_user_assoc', handler: (request) => mapUser(request, told) },
    { name: 'ch_resp', handler: (request) => signChallenge(request, told) },
  ];
  const radio = memoryRadio();
  const profile = releaseProfiles.find((each) => each.name === name);
  const transport =
    over === 'ble' ? bleDeviceTransport(radio.peripheral, bleOptions(profile)) : new HttpDeviceTransport();
  const air = parseAir([{ ssid: network.ssid, channel: 6, rssi: -40, auth: 'WPA2_PSK', password: network.passphrase }]);
  const capabilities = new Map([
    ['rmaker', { version: '1.0', capabilities: ['ch_resp'] }],
    ['rmaker_extra', { version: '1.0', capabilities: ['ch_resp'] }],
  ]);
  const device = new VirtualEsp32({
    transport,
    profile,
    air,
    endpoints,
    applications: capabilities,
    secret: { securityVersion: scheme },
    fast: true,
  });
  const joined = new Promise((resolve) => device.watch((event) => event.kind === 'connected' && resolve(event)));
  await device.boot();
  const reach =
    over === 'ble'
      ? bluetoothReach(radio.central)
      : softApReach({
          open: () => httpTransport(transport.address),
          async *search(prefix, { signal }) {
            if (device.serviceName.startsWith(prefix)) yield { id: 'ap', name: device.serviceName, rssi: -40 };
            await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
          },
        });
  return { name: device.serviceName, told, reach, joined, switchOff: () => device[Symbol.asyncDispose]() };
}

/** Answers CmdSetUserMapping: user and secret go in, the node's name comes back. */
function mapUser(request, told) {
  const command = fieldsOf(fieldsOf(request).get(10));
  told.mappings.push({ user: text(command.get(1)), secret: text(command.get(2)) });
  return message([1, 1], [11, message([1, success], [2, nodeId])]);
}

/** Answers CmdChallengeResponse; the signature is the challenge backwards. */
function signChallenge(request, told) {
  const challenge = fieldsOf(fieldsOf(request).get(10)).get(1);
  told.challenges.push(text(challenge));
  return message([1, 1], [11, message([1, Uint8Array.from(challenge).reverse()], [2, nodeId])]);
}

const salt = Uint8Array.from({ length: 16 }, (_, at) => at + 1);

/** Starts a node of `esp_local_ctrl` (RainMaker) or of `rmaker_local_ctrl` (RainMaker Neo). */
export async function startNode({ protocol, scheme }) {
  const node = { params: { Light: { Power: false, Name: 'Lämp'.repeat(80) } } };
  const security = scheme === 1 ? sec1Device({ pop }) : sec2Device(makeVerifier('wifiprov', pop, salt));
  const service = new Protocomm({ security });
  service.addSecurity(`${protocol}/session`);
  const member = protocol === 'esp_local_ctrl' ? 'local_ctrl' : protocol;
  const version = JSON.stringify({ [member]: { ver: 'v1.0', sec_ver: scheme, sec_patch_ver: 1 } });
  service.add(`${protocol}/version`, () => bytesOf(version), 'version');
  const take = (bytes) => Object.assign(node.params.Light, JSON.parse(text(bytes)).Light);
  service.add('esp_local_ctrl/control', (request) => control(request, take, node));
  service.add('set_params', (request) => {
    take(request);
    return bytesOf('{"status":"success"}');
  });
  service.add('get_params', (request) => fragment(request, node));
  const transport = new HttpDeviceTransport();
  const names = [`${protocol}/session`, `${protocol}/version`, 'esp_local_ctrl/control', 'set_params', 'get_params'];
  await transport.start({ name: 'node', endpoints: names.map((name) => ({ name, kind: 'request' })) }, service);
  return Object.assign(node, {
    baseUrl: `http://${transport.address}`,
    switchOff: () => transport[Symbol.asyncDispose](),
  });
}

/** Answers esp_local_ctrl: takes the value of a property. */
function control(request, take) {
  const fields = fieldsOf(request);
  take(fieldsOf(fieldsOf(fields.get(14)).get(1)).get(2));
  return message([1, 7], [15, message([1, success])]);
}

/** Answers CmdGetData with at most 200 bytes of the document. */
function fragment(request, { params }) {
  const offset = fieldsOf(fieldsOf(request).get(10)).get(2) ?? 0;
  const document = bytesOf(JSON.stringify(params));
  const part = document.subarray(offset, offset + 200);
  return message([1, 1], [11, message([1, success], [2, message([1, offset], [2, part], [3, document.length])])]);
}

function bytesOf(string) {
  return new TextEncoder().encode(string);
}
