import { Protocomm } from '@esp-prov/device';
import {
  decodeVersionInfo,
  fromHex,
  makeVerifier,
  ProvisioningError,
  type SaltAndVerifier,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import vectors from '../../../../test/vectors/protocol/salt-verifier.json' with { type: 'json' };
import { type ConnectOptions, Provisioner } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const verifier = makeVerifier('wifiprov', 'abcd1234', fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));
const info = decodeVersionInfo(
  utf8('{"prov":{"ver":"netprov-v1.2","sec_ver":2,"cap":["wifi_scan","wifi_prov","thread_scan","thread_prov"]}}'),
);
const network = { ssid: 'home', passphrase: 'password' };

/** Plain answers by endpoint and message number, as Espressif's code makes them. */
const answers: Readonly<Record<string, string>> = {
  'prov-config 0': '08015a021001',
  'prov-config 2': '08036a00',
  'prov-config 4': '08057a00',
  'prov-config 6': '08078a01021001',
  'prov-config 8': '08099a0100',
  'prov-config 10': '080baa0100',
  'prov-ctrl 1': '08026200',
  'prov-ctrl 3': '08047200',
  'prov-scan 0': '08015a00',
  'prov-scan 2': '08036a020801',
  'prov-scan 6': '08078a0100',
  'prov-scan 8': '08099a01020801',
};

/** Names of messages by endpoint and number. */
const names: Readonly<Record<string, string>> = {
  'prov-config 0': 'status',
  'prov-config 2': 'set',
  'prov-config 4': 'apply',
  'prov-config 6': 'status',
  'prov-config 8': 'set',
  'prov-config 10': 'apply',
  'prov-ctrl 1': 'reset',
  'prov-ctrl 3': 'reprov',
};

interface BenchOptions extends Omit<ConnectOptions, 'password'> {
  readonly password?: string;
  /** What the device keeps in place of the password. */
  readonly kept?: SaltAndVerifier;
}

/** A device of patch level 0, and what it was asked under each of its keys. */
async function bench({ password = 'abcd1234', kept = verifier, ...options }: BenchOptions = {}) {
  const keys: string[][] = [];
  const protocomm = new Protocomm({ security: sec2Device({ ...kept, patchVersion: 0 }) });
  protocomm.addSecurity('prov-session');
  const told: { status: string } = { status: '08015a021001' };
  for (const endpoint of ['prov-config', 'prov-scan', 'prov-ctrl', 'custom-data', 'other']) {
    protocomm.add(endpoint, (request) => {
      const message = `${endpoint} ${request[0] === 8 ? request[1] : 0}`;
      keys.at(-1)?.push(names[message] ?? endpoint);
      if (message === 'prov-config 0') return fromHex(told.status);
      return answers[message] === undefined ? utf8('SUCCESS\0') : fromHex(answers[message]);
    });
  }
  protocomm.open(1);
  const clock = manualClock();
  const transport = new ScriptedTransport(async ({ endpoint, request }) => {
    if (endpoint === 'prov-session' && request.length > 384) keys.push([]);
    return await protocomm.handle(1, endpoint, request);
  });
  const secrets = { username: 'wifiprov', password };
  const provisioner = await Provisioner.connect(transport, { ...secrets, info, clock, ...options });
  const steps = async (generator: AsyncIterable<{ readonly kind: string }>) => {
    const kinds: string[] = [];
    for await (const { kind } of generator) kinds.push(kind);
    return kinds.at(-1);
  };
  return { provisioner, keys, clock, told, transport, steps };
}

const connected = '08015a1c5a1a0a0b3139322e3136382e312e3210031a04686f6d6522030204062806';
const failed = '08015a0410035000';

describe('at patch level 0 of security 2', () => {
  test('Set and Apply share a key, and everything else has its own', async () => {
    const { provisioner, keys } = await bench();
    await provisioner.wifiStatus();
    await provisioner.wifiStatus();
    await provisioner.scan();
    await provisioner.scanThread();
    await provisioner.send('custom-data', utf8('a'));
    await provisioner.send('custom-data', utf8('b'));
    await provisioner.send('other', utf8('c'));
    await provisioner.reset();
    await provisioner.reprovision();
    await provisioner.setWifi(network);
    await provisioner.applyWifi();
    await provisioner.wifiStatus();
    await provisioner.wifiStatus();
    await provisioner.setThread(fromHex('0e08000000000001'));
    await provisioner.applyThread();
    await provisioner.threadStatus();
    expect(keys).toEqual([
      ['status', 'status'],
      ['prov-scan', 'prov-scan'],
      ['prov-scan', 'prov-scan'],
      ['custom-data'],
      ['custom-data'],
      ['other'],
      ['reset'],
      ['reprov'],
      ['set', 'apply'],
      ['status', 'status'],
      ['set', 'apply'],
      ['status'],
    ]);
  });

  test('Set takes a new key every time, and Apply never one that answered something else since', async () => {
    const { provisioner, keys } = await bench();
    await provisioner.setWifi(network);
    await provisioner.setWifi(network);
    await provisioner.wifiStatus();
    await provisioner.applyWifi();
    expect(keys).toEqual([['set'], ['set'], ['status'], ['apply']]);
  });

  test('credentials that go out through send have a key of their own as well', async () => {
    const { provisioner, keys } = await bench();
    await provisioner.wifiStatus();
    await provisioner.send('prov-config', fromHex('0802620c0a04686f6d65120470617373'));
    await provisioner.wifiStatus();
    expect(keys).toEqual([['status'], ['set'], ['status']]);
  });

  test('another try after a failure follows by itself', async () => {
    const { provisioner, keys, clock, told, steps } = await bench();
    told.status = failed;
    expect(await clock.run(steps(provisioner.provision(network)))).toBe('failed');
    const again = provisioner.provisionAgain(async () => {
      told.status = connected;
      return network;
    });
    expect(await clock.run(steps(again))).toBe('connected');
    expect(keys.map((uses) => [...new Set(uses)].join(' '))).toEqual([
      'set apply',
      'status',
      'reset',
      'set apply',
      'status',
    ]);
  });

  test('calls at once do not take each other’s session away', async () => {
    const { provisioner, keys } = await bench();
    const calls = [
      provisioner.scan(),
      provisioner.send('custom-data', utf8('a')),
      provisioner.setWifi(network),
      provisioner.applyWifi(),
      provisioner.wifiStatus(),
      provisioner.send('other', utf8('b')),
    ];
    await Promise.all(calls);
    expect(keys).toEqual([['prov-scan', 'prov-scan'], ['custom-data'], ['set', 'apply'], ['status'], ['other']]);
  });

  test('a session that cannot be opened for Set sends nothing, and is told as it is', async () => {
    const { provisioner, keys, transport } = await bench();
    await provisioner.wifiStatus();
    const gone = new ProvisioningError('link/lost');
    transport.interpose(() => () => Promise.reject(gone));
    expect(await failureOf(provisioner.setWifi(network))).toBe(gone);
    expect(keys).toEqual([['status']]);
  });

  test('polls without end go on in a new session after 256', async () => {
    const { provisioner, keys } = await bench();
    for (let i = 0; i < 300; i++) await provisioner.wifiStatus();
    expect(keys.map((uses) => uses.length)).toEqual([256, 44]);
  });

  test('a secret that was read the other way once is read so in every session that follows', async () => {
    // Made by esp_prov, which drops the leading zeros of SHA-512("wifiprov:pw69").
    const made = vectors.cases.find(({ password }) => password === 'pw69');
    const kept = { salt: fromHex(made?.salt ?? ''), verifier: fromHex(made?.verifier_python ?? '') };
    const { provisioner, keys } = await bench({ password: 'pw69', kept });
    await provisioner.wifiStatus();
    await provisioner.setWifi(network);
    await provisioner.wifiStatus();
    // Only the first handshake of all was refused.
    expect(keys).toEqual([[], ['status'], ['set'], ['status']]);
  });

  test.each([
    [false, 'Credentials are sent in a session of their own'],
    [true, 'can read the credentials'],
  ])('a warning tells what is done about it (reuse allowed: %s)', async (allowNonceReuse, text) => {
    const lines: string[] = [];
    await bench({ allowNonceReuse, log: (level, _, line) => lines.push(`${level}: ${line}`) });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^warn: .*${text}`))]);
  });
});

describe('where reuse of the nonce is allowed', () => {
  test('one session carries everything, up to 256 requests', async () => {
    const { provisioner, keys } = await bench({ allowNonceReuse: true });
    await provisioner.scan();
    await provisioner.setWifi(network);
    await provisioner.applyWifi();
    for (let i = 0; i < 300; i++) await provisioner.wifiStatus();
    expect(keys.map((uses) => uses.length)).toEqual([256, 48]);
  });

  test('a scan that begins in a session that is nearly full is done again in a new one', async () => {
    const { provisioner, keys } = await bench({ allowNonceReuse: true });
    for (let i = 0; i < 255; i++) await provisioner.wifiStatus();
    expect(await provisioner.scan()).toEqual([]);
    expect(keys.map((uses) => uses.length)).toEqual([256, 2]);
  });
});
