import { decodeVersionInfo, fromHex, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, type Transport } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const setUp = decodeVersionInfo(utf8('{"prov":{"ver":"netprov-v1.2","sec_ver":0,"sec_patch_ver":0,"cap":["no_sec"]}}'));
const network = { ssid: 'home', passphrase: 'a long secret' };
const dataset = fromHex('0e080000000000010000');
const connected = fromHex('08015a265a240a0e3139322e3136382e34332e32323010031a066d79737369642206aabbccddeeff2806');

interface Setting {
  readonly endpoints?: ReadonlySet<string>;
  /** How `prov-config` fails, if it is not there. */
  readonly missing?: ProvisioningError;
  readonly kind?: Transport['kind'];
  readonly info?: typeof setUp;
}

/** A device under security 0 that joins whatever it gets, where it takes something. */
async function bench({ endpoints, missing, kind = 'memory', info = setUp }: Setting) {
  const transport = new ScriptedTransport(({ endpoint, request }) => {
    if (endpoint === 'prov-session') return fromHex('52050801aa0100');
    if (endpoint === 'lamp') return request;
    if (missing) throw missing;
    if (endpoint === 'prov-ctrl') return fromHex('08047200');
    return { '5200': connected, '0804': fromHex('08057a00') }[toHex(request)] ?? fromHex('08036a00');
  });
  transport.kind = kind;
  const clock = manualClock();
  const source = Object.defineProperty(transport, 'endpoints', { value: endpoints });
  const provisioner = await Provisioner.connect(source, { clock, info, allowUnproven: true });
  const provision = async (task = provisioner.provision(network)) => {
    const kinds: string[] = [];
    for await (const { kind } of task) kinds.push(kind);
    return kinds;
  };
  const secrets = () => transport.seen.filter(({ request }) => toHex(request).includes('736563726574'));
  return { provisioner, transport, clock, provision, secrets };
}

const notFound = new ProvisioningError('endpoint/not-found');

describe('a device that is set up already', () => {
  test.each<[string, Setting]>([
    ['by its list of endpoints', { endpoints: new Set(['proto-ver', 'prov-session', 'lamp']), kind: 'ble' }],
    ['by an endpoint that is missing', { missing: notFound, kind: 'http' }],
    ['by an endpoint that refuses', { missing: new ProvisioningError('endpoint/refused'), kind: 'console' }],
  ])('is known %s and gets no credentials', async (_, setting) => {
    const { provisioner, provision, secrets } = await bench(setting);
    const tasks = [
      () => provision(),
      () => provision(provisioner.provisionThread(dataset) as never),
      () => provisioner.scan(),
      () => provisioner.scanThread(),
      () => provisioner.setWifi(network),
      () => provisioner.setThread(dataset),
      () => provisioner.applyWifi(),
      () => provisioner.applyThread(),
      () => provisioner.requireProvisioning(),
    ];
    for (const task of tasks) expect((await failureOf(task())).code).toBe('device/session-only');
    expect(secrets()).toEqual([]);
    // The session is still of use.
    expect(toHex(await provisioner.send('lamp', utf8('on')))).toBe('6f6e');
  });

  test('is not taken for one that hangs up, as over HTTP it does whenever another client connects', async () => {
    const { provisioner } = await bench({ missing: new ProvisioningError('endpoint/refused'), kind: 'http' });
    expect((await failureOf(provisioner.setWifi(network))).code).toBe('endpoint/refused');
  });

  test('and has no prov-ctrl says what it is', async () => {
    const { provisioner } = await bench({ missing: notFound });
    expect(await failureOf(provisioner.reprovision())).toMatchObject({
      code: 'device/session-only',
      cause: { code: 'endpoint/not-found' },
    });
  });

  test('since its last start still lists provisioning, and is told by what is missing', async () => {
    const info = decodeVersionInfo(utf8('{"prov":{"ver":"netprov-v1.2","sec_ver":0,"cap":["no_sec","wifi_prov"]}}'));
    const { provisioner } = await bench({ info, missing: notFound, kind: 'http' });
    expect(await failureOf(provisioner.setWifi(network))).toMatchObject({
      code: 'device/session-only',
      message: expect.stringMatching(/still says that it takes credentials/),
    });
    const old = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec"]}}'));
    const { provisioner: other } = await bench({ info: old, missing: notFound, kind: 'http' });
    expect((await failureOf(other.setWifi(network))).code).toBe('endpoint/not-found');
  });

  test('and has prov-ctrl can be told to take others', async () => {
    const { provisioner } = await bench({ endpoints: new Set(['prov-session', 'prov-ctrl']) });
    await provisioner.reprovision();
  });
});

describe('a document without the capabilities of provisioning', () => {
  test('of a vendor does not hide an endpoint that is listed', async () => {
    const { provision, transport } = await bench({ endpoints: new Set(['prov-session', 'prov-config']) });
    expect((await provision()).at(-1)).toBe('connected');
    expect(transport.seen.filter(({ request }) => toHex(request) === '5200')).toHaveLength(1);
  });

  test('does not hide one that answers a question, which is asked once', async () => {
    const { provision, transport } = await bench({ kind: 'http' });
    expect((await provision()).at(-1)).toBe('connected');
    const sent = transport.seen
      .filter(({ endpoint }) => endpoint === 'prov-config')
      .map(({ request }) => toHex(request));
    expect([sent[0], sent.length]).toEqual(['5200', 4]);
  });

  test('of wifi_provisioning is that of any device', async () => {
    const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec"]}}'));
    const { provision, transport } = await bench({ info, kind: 'http' });
    expect((await provision()).at(-1)).toBe('connected');
    expect(transport.seen.filter(({ endpoint }) => endpoint === 'prov-config')).toHaveLength(3);
  });
});
