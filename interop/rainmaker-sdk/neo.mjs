// The SDK of RainMaker Neo, from a checkout, with our adapters: its own provisioning, retries and local control.

import nodeCrypto from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { httpTransport } from '@esp-prov/client/node';
import { RainmakerLocalControlAdapter, RainmakerProvisionAdapter } from '@esp-prov/client/rainmaker';
import { isProvisioningError } from '@esp-prov/protocol';
import { build } from 'esbuild';
import { check } from '../support/checks.mjs';
import { memoryStorage, startCloud, token } from './cloud.mjs';
import { network, nodeId, pop, startNode, startRainmakerDevice } from './device.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Returns why a folder is no checkout of the SDK; undefined where it is one. */
export function whyNoCheckout(checkout) {
  if (!checkout) return 'ESP_RAINMAKER_NEO_SDK names no checkout of esp-rainmaker-neo-app-sdk-ts';
  return existsSync(join(checkout, 'src/types/provision.ts')) ? undefined : `${checkout} has no src/types/provision.ts`;
}

/** Bundles a file of the checkout, as its own build does, and returns its exports. */
export async function importBundled(checkout, folder, name, source) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents: source, resolveDir: checkout, loader: 'ts', sourcefile: `${name}.ts` },
    bundle: true,
    format: 'esm',
    platform: 'node',
    // Its protocol buffers are the one package that it needs at run time.
    nodePaths: [modules],
    outfile,
    logLevel: 'error',
  });
  return await import(pathToFileURL(outfile).href);
}

const entry = `
export { ESPRMNeoBase, ESPRMNeoUser } from './src/index';
export { ESPLocalControlTransport } from './src/services/ESPTransport/ESPLocalControlTransport';
import './src/methods/export';
`;

/** Returns the cases, each with a name. */
export async function neoCases(checkout, folder) {
  // React Native's crypto, which the SDK expects as the global one, has the functions of Node's.
  Object.defineProperty(globalThis, 'crypto', { value: nodeCrypto, configurable: true });
  const sdk = await importBundled(checkout, folder, 'neo-sdk', entry);
  const kinds = ['ble', 'softap'].flatMap((over) => [1, 2].map((scheme) => ({ over, scheme })));
  return [
    ...kinds.map((kind) => [`provisions over ${kind.over}, security ${kind.scheme}`, () => provisions(sdk, kind)]),
    ['goes on after a wrong Wi-Fi password', () => goesOn(sdk)],
    ...[1, 2].map((scheme) => [
      `controls a node in the local network, security ${scheme}`,
      () => controls(sdk, scheme),
    ]),
  ];
}

async function withDevice({ ESPRMNeoBase, ESPRMNeoUser }, kind, task) {
  const device = await startRainmakerDevice(kind);
  const cloud = await startCloud({
    'POST /v1/groups/group-1/node-assoc-requests': { challenge: 'a challenge', request_id: 'request-1' },
    'POST /v1/groups/group-1/node-assoc-requests/request-1/verify': { message: 'verified' },
  });
  const credentials = { accessKey: 'a', secretKey: 'b', sessionToken: 'c', expiration: '2100-01-01T00:00:00Z' };
  const storage = memoryStorage([['rmneo.credentials.temporary', JSON.stringify(credentials)]]);
  const adapter = new RainmakerProvisionAdapter({ [kind.over]: device.reach, searchTimeMs: 200 });
  ESPRMNeoBase.configure({
    baseUrl: cloud.baseUrl,
    userApiBase: cloud.baseUrl,
    awsRegion: 'us-east-1',
    iotEndpoint: 'localhost',
    customStorageAdapter: storage,
    provisionAdapter: adapter,
  });
  const user = new ESPRMNeoUser({ accessToken: token({}), idToken: token({}), refreshToken: 'none' });
  try {
    await task({ user, device, cloud });
  } finally {
    await adapter[Symbol.asyncDispose]();
    await device.switchOff();
    await cloud.stop();
    ESPRMNeoBase.dispose();
  }
}

async function provisions(sdk, kind) {
  await withDevice(sdk, kind, async ({ user, device, cloud }) => {
    const [found] = await user.searchESPDevices('PROV_', kind.over);
    check(found?.name === device.name, `the search finds ${device.name}`);
    check((await found.connect()) === 0, 'it connects');
    check((await found.getDeviceVersion()).rmaker_extra.cap.includes('ch_resp'), 'the version document is whole');
    await found.setProofOfPossession(pop);
    check(await found.initializeSession(), 'a session is open');
    check(
      (await found.scanWifiList()).some(({ ssid }) => ssid === network.ssid),
      'it hears the network',
    );
    const steps = [];
    const node = await found.provision(network.ssid, network.passphrase, (step) => steps.push(step), 'group-1');
    check(node === nodeId, 'the name of the node comes back');
    check(steps.at(-1)?.status === 'succeed', 'the last step is success');
    await device.joined;
    check(device.told.challenges[0] === 'a challenge', 'the device was told the challenge');
    const verify = cloud.asked.at(-1);
    const signed = Buffer.from('a challenge').reverse().toString('hex');
    check(verify.body.challenge_response === signed, 'the cloud was told its answer');
    await found.disconnect();
  });
}

async function goesOn(sdk) {
  await withDevice(sdk, { over: 'softap', scheme: 1, name: 'netprov-1.2' }, async ({ user, device }) => {
    const made = await user.createESPDevice(device.name, 'softap', 1, pop);
    await made.connect();
    const steps = [];
    const failed = await made
      .provision(network.ssid, 'another password', (step) => steps.push(step), 'group-1')
      .catch((error) => error);
    check(isProvisioningError(failed, 'wifi/auth-error'), `the code of the failure, not ${failed}`);
    check(
      steps.every(({ status }) => status !== 'succeed'),
      'no success is reported',
    );
    check(typeof (await made.resetWifiStatus()) === 'boolean', 'a reset');
    const node = await made.retryNetworkCredentials(network.ssid, network.passphrase, (step) => steps.push(step));
    check(node === nodeId && steps.at(-1).status === 'succeed', 'the second try joins');
    await made.disconnect();
  });
}

async function controls({ ESPRMNeoBase, ESPLocalControlTransport }, scheme) {
  const node = await startNode({ protocol: 'rmaker_local_ctrl', scheme });
  const adapter = new RainmakerLocalControlAdapter({ open: (address) => httpTransport(address) });
  const base = {
    baseUrl: 'http://127.0.0.1',
    userApiBase: 'http://127.0.0.1',
    awsRegion: 'us-east-1',
    iotEndpoint: 'localhost',
  };
  ESPRMNeoBase.configure({ ...base, customStorageAdapter: memoryStorage(), localControlAdapter: adapter });
  try {
    const metadata = { baseUrl: node.baseUrl, securityType: scheme, pop };
    const transport = new ESPLocalControlTransport({ type: 'local', metadata });
    await transport.setParam({ node_id: nodeId, payload: { Light: { Power: true } } });
    check(node.params.Light.Power === true, 'the node has the new value');
    const [read, again] = await Promise.all([1, 2].map(() => transport.getParams({ node_id: nodeId })));
    check(JSON.stringify(read) === JSON.stringify(node.params), 'all parameters come, in fragments');
    check(JSON.stringify(again) === JSON.stringify(read), 'two that read at once do not disturb each other');
  } finally {
    await adapter[Symbol.asyncDispose]();
    await node.switchOff();
    ESPRMNeoBase.dispose();
  }
}
