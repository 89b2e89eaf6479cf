// The published SDK of RainMaker with our adapters: its own provisioning, against the virtual device.

import { httpTransport } from '@esp-prov/client/node';
import { RainmakerLocalControlAdapter, RainmakerProvisionAdapter } from '@esp-prov/client/rainmaker';
import { isProvisioningError } from '@esp-prov/protocol';
import { ESPRMBase, ESPRMUser, ESPSecurity, ESPTransport } from '@espressif/rainmaker-base-sdk';
import { check } from '../support/checks.mjs';
import { memoryStorage, startCloud, token } from './cloud.mjs';
import { network, nodeId, pop, startNode, startRainmakerDevice } from './device.mjs';

const mapping = '/v1/user/nodes/mapping';

/** Returns the cases, each with a name. */
export function baseCases() {
  const kinds = ['ble', 'softap'].flatMap((over) => [1, 2].map((scheme) => ({ over, scheme })));
  return [
    ...kinds.map((kind) => [`provisions over ${kind.over}, security ${kind.scheme}`, () => provisions(kind)]),
    ['hears of a wrong Wi-Fi password, and joins in a second try', () => triesAgain()],
    ['hears of a wrong proof of possession', () => hearsOfWrongProof()],
    ...[1, 2].map((scheme) => [
      `sets parameters in the local network, security ${scheme}`,
      () => setsParameters(scheme),
    ]),
  ];
}

/** Runs a task with a device, the SDK configured with our adapter, and a cloud. */
async function withDevice(kind, task) {
  const device = await startRainmakerDevice(kind);
  const cloud = await startCloud({
    [`PUT ${mapping}`]: { request_id: 'request-1' },
    [`GET ${mapping}`]: { request_status: 'confirmed' },
    'GET /v1/user/custom_data': {},
  });
  const adapter = new RainmakerProvisionAdapter({ [kind.over]: device.reach, searchTimeMs: 200 });
  ESPRMBase.configure({ baseUrl: cloud.baseUrl, customStorageAdapter: memoryStorage(), provisionAdapter: adapter });
  const claims = { 'custom:user_id': 'user-1' };
  const user = new ESPRMUser({ accessToken: token(claims), idToken: token(claims), refreshToken: 'none' });
  try {
    await task({ user, device, cloud, adapter });
  } finally {
    await adapter[Symbol.asyncDispose]();
    await device.switchOff();
    await cloud.stop();
  }
}

async function provisions(kind) {
  await withDevice(kind, async ({ user, device, cloud }) => {
    const [found] = await user.searchESPDevices('PROV_', ESPTransport[kind.over]);
    check(found?.name === device.name, `the search finds ${device.name}`);
    check((await found.connect()) === 0, 'it connects');
    check((await found.getDeviceCapabilities()).includes('wifi_scan'), 'it can scan');
    check((await found.getDeviceVersionInfo()).rmaker.cap.includes('ch_resp'), 'the version document is whole');
    check(await found.setProofOfPossession(pop), 'the proof of possession is taken');
    check(await found.initializeSession(), 'a session is open');
    check(
      (await found.scanWifiList()).some(({ ssid }) => ssid === network.ssid),
      'it hears the network',
    );
    const steps = [];
    const mapped = new Promise((resolve) => {
      const onProgress = (step) => {
        steps.push(step);
        if (step.description === 'User node mapping succeed') resolve();
      };
      found.provision(network.ssid, network.passphrase, onProgress).catch((error) => steps.push(String(error)));
    });
    await device.joined;
    await mapped;
    // The last that the SDK asks, by a timer that nobody can stop.
    await cloud.answered('GET /v1/user/custom_data');
    const [{ user: userId, secret }] = device.told.mappings;
    check(userId === 'user-1', 'the device was told the user');
    const put = cloud.asked.find(({ call }) => call === `PUT ${mapping}`);
    check(put.body.node_id === nodeId && put.body.secret_key === secret, 'the cloud was told node and secret');
    check(
      steps.every((step) => typeof step !== 'string'),
      `no step failed: ${JSON.stringify(steps)}`,
    );
    await found.disconnect();
  });
}

async function triesAgain() {
  await withDevice({ over: 'softap', scheme: 2 }, async ({ user, device }) => {
    const made = await user.createESPDevice(
      device.name,
      ESPTransport.softap,
      ESPSecurity.secure2,
      pop,
      undefined,
      'wifiprov',
    );
    await made.connect();
    const failed = await made.provision(network.ssid, 'another password', () => undefined).catch((error) => error);
    check(isProvisioningError(failed, 'wifi/auth-error'), `the code of the failure, not ${failed}`);
    check((await made.setNetworkCredentials(network.ssid, network.passphrase)) === 0, 'the second try joins');
    await made.disconnect();
  });
}

async function hearsOfWrongProof() {
  await withDevice({ over: 'ble', scheme: 1 }, async ({ user, device }) => {
    const made = await user.createESPDevice(device.name, ESPTransport.ble, ESPSecurity.secure, 'guess');
    await made.connect();
    const failed = await made.initializeSession().catch((error) => error);
    check(isProvisioningError(failed, 'session/proof-mismatch'), `the code of the failure, not ${failed}`);
    await made.setProofOfPossession(pop);
    check(await made.initializeSession(), 'the right one opens a session');
  });
}

async function setsParameters(scheme) {
  // Its package exports no transport by name.
  const place = new URL(
    './services/ESPTransport/ESPLocalControlTransport.js',
    import.meta.resolve('@espressif/rainmaker-base-sdk'),
  );
  const { ESPLocalControlTransport } = await import(place.href);
  const node = await startNode({ protocol: 'esp_local_ctrl', scheme });
  const adapter = new RainmakerLocalControlAdapter({ open: (address) => httpTransport(address) });
  ESPRMBase.setLocalControlAdapter(adapter);
  try {
    const metadata = { baseUrl: node.baseUrl, securityType: scheme, pop };
    const transport = new ESPLocalControlTransport({ type: 'local', metadata });
    const answer = await transport.setParam({ node_id: nodeId, payload: { Light: { Power: true } } });
    check(answer.status === 'success', 'the SDK reports success');
    check(node.params.Light.Power === true, 'the node has the new value');
    const wrong = new ESPLocalControlTransport({ type: 'local', metadata: { ...metadata, pop: 'guess' } });
    const other = { node_id: 'another', payload: { Light: { Power: false } } };
    check((await wrong.setParam(other).catch(() => 'refused')) === 'refused', 'a wrong secret is refused');
    check(node.params.Light.Power === true, 'and changes nothing');
  } finally {
    await adapter[Symbol.asyncDispose]();
    await node.switchOff();
  }
}
