import { type Bytes, decodeVersionInfo, fromHex, sec1Device, toHex, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { type ManagerSettings, saveCredentials } from '../../src/index.ts';
import { connectionTo, credentials } from '../support/networks.ts';
import { TestDevice } from '../support/test-device.ts';

const setHome = fromHex('080262180a07486f6d654e6574120d636f727265637420686f727365');
const apply = fromHex('0804');
const getStatus = fromHex('5200');
const lasting = ['prov-session', 'proto-ver', 'custom-data'];
const provisioning = ['prov-ctrl', 'prov-scan', 'prov-config'];

interface Wanted extends Partial<ManagerSettings> {
  readonly enabled?: boolean;
}

async function sessionDevice({ enabled = false, ...settings }: Wanted = {}): Promise<TestDevice> {
  const device = new TestDevice({ settings: { sessionOnly: true, ...settings } });
  device.manager.createEndpoint('custom-data', () => utf8('SUCCESS'));
  if (enabled) await device.manager.enableProvisioning();
  return await device.start();
}

async function provision(device: TestDevice): Promise<void> {
  await device.send('prov-config', setHome);
  expect(toHex(await device.send('prov-config', apply))).toBe('08057a00');
  await device.clock.advance(1000);
  await device.gotIp(connectionTo('HomeNet'));
}

async function capabilitiesOf(device: TestDevice): Promise<readonly string[]> {
  return decodeVersionInfo(await device.send('proto-ver', utf8('---'))).capabilities;
}

/** Begins a request in the first transport session, whose answer the test waits for later. */
function begun(device: TestDevice, endpoint: string, request: Uint8Array): Promise<Bytes> {
  const answer = device.transport.requests?.handle(1, endpoint, request);
  answer?.catch(() => undefined);
  return answer ?? Promise.reject(new Error('no service'));
}

function offered(device: TestDevice): string[] {
  return device.transport.service?.endpoints.map(({ name }) => name) ?? [];
}

describe('a device that offers a session only', () => {
  test('has the session, the version and the endpoints of the application, and nothing of provisioning', async () => {
    const device = await sessionDevice();
    expect(offered(device)).toEqual(lasting);
    expect(await capabilitiesOf(device)).toEqual(['no_sec']);
    expect(toHex(await device.send('custom-data', utf8('x')))).toBe(toHex(utf8('SUCCESS')));
    for (const name of provisioning) expect(await device.ask(name, getStatus), name).toBeUndefined();
    expect(device.manager).toMatchObject({ phase: 'started', isServing: true, offersProvisioning: false });
  });

  test('leaves a station alone that has joined by stored credentials, and stores nothing', async () => {
    const device = new TestDevice({ settings: { sessionOnly: true } });
    await saveCredentials(device.store, credentials('HomeNet', 'correct horse'));
    await device.start();
    expect(device.wifi).toMatchObject({ leaves: 0, joins: [] });
    await device.gotIp(connectionTo('HomeNet'));
    await device.clock.advance(60_000);
    expect(device.transport.closes).toBe(0);
    expect(device.eventKinds).toEqual(['started']);
  });

  test('shakes hands and seals as any other', async () => {
    const device = new TestDevice({ settings: { sessionOnly: true } });
    await device.start(sec1Device({ pop: 'abcd1234' }));
    expect(await capabilitiesOf(device)).toEqual([]);
    await expect(device.send('custom-data', utf8('x'))).rejects.toMatchObject({ code: 'endpoint/not-found' });
  });
});

describe('provisioning that is enabled before the start', () => {
  test('adds its endpoints behind the others, with the slots that they always have', async () => {
    const device = await sessionDevice({ enabled: true });
    expect(device.transport.service?.endpoints.map(({ name, slot }) => [name, slot])).toEqual([
      ['prov-session', 0xff51],
      ['proto-ver', 0xff53],
      ['custom-data', 0xff54],
      ['prov-ctrl', 0xff4f],
      ['prov-scan', 0xff50],
      ['prov-config', 0xff52],
    ]);
    expect(await capabilitiesOf(device)).toEqual(['no_sec', 'wifi_scan']);
  });

  test('ends after success, and link, session and the endpoints of the application stay', async () => {
    const device = await sessionDevice({ enabled: true });
    await provision(device);
    expect(toHex(await device.send('prov-config', getStatus))).toContain(toHex(utf8('192.168.1.42')));
    // The last answer gets its time.
    await device.clock.advance(999);
    expect(toHex(await device.send('prov-config', getStatus))).toContain(toHex(utf8('192.168.1.42')));
    await device.clock.advance(1);
    expect(device.transport.changes).toEqual([lasting]);
    for (const name of provisioning) {
      await expect(device.send(name, getStatus), name).rejects.toMatchObject({ code: 'endpoint/not-found' });
    }
    expect(toHex(await device.send('custom-data', utf8('x')))).toBe(toHex(utf8('SUCCESS')));
    expect(device).toMatchObject({ transport: { closes: 0, ends: [], starts: 1 } });
    expect(device.eventKinds).toEqual([
      'started',
      'station-config',
      'credentials-received',
      'credentials-succeeded',
      'ended',
    ]);
    expect(device.manager).toMatchObject({ phase: 'idle', isServing: true, offersProvisioning: false });
    await device.manager.wait();
  });

  test.each([
    [true, ['no_sec']],
    [false, ['no_sec', 'wifi_scan']],
  ])('proto-ver follows its end or not, as it is set (%s)', async (renewsVersion, expected) => {
    const device = await sessionDevice({ enabled: true, renewsVersion });
    await provision(device);
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(await capabilitiesOf(device)).toEqual(expected);
  });

  test('ends by itself if no client asks, at the time of the automatic stop', async () => {
    const device = await sessionDevice({ enabled: true });
    await provision(device);
    await device.clock.advance(30_999);
    expect(device.transport.changes).toEqual([]);
    await device.clock.advance(1);
    expect(device.transport.changes).toEqual([lasting]);
  });

  test('ends right after success where that is set, whether a client asks or not', async () => {
    const device = await sessionDevice({ enabled: true, endpointsGo: 'at-success' });
    await provision(device);
    await device.clock.advance(999);
    expect(toHex(await device.send('prov-config', getStatus))).toContain(toHex(utf8('192.168.1.42')));
    await device.clock.advance(1);
    expect(device.transport.changes).toEqual([lasting]);
    expect(await device.ask('prov-config', getStatus)).toBeUndefined();
  });

  test('answers a request that came before the end, though another one held it up', async () => {
    let release: () => void = () => undefined;
    const device = new TestDevice({ settings: { sessionOnly: true } });
    device.manager.createEndpoint('slow', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return utf8('slow');
    });
    await device.manager.enableProvisioning();
    await device.start();
    await provision(device);
    await device.manager.stop();
    const slow = begun(device, 'slow', utf8('x'));
    const status = begun(device, 'prov-config', getStatus);
    await device.clock.advance(1000);
    expect(device.transport.changes).toEqual([['prov-session', 'proto-ver', 'slow']]);
    const late = begun(device, 'prov-config', getStatus);
    release();
    expect(toHex(await slow)).toBe(toHex(utf8('slow')));
    expect(toHex(await status)).toContain(toHex(utf8('192.168.1.42')));
    await expect(late).rejects.toMatchObject({ code: 'endpoint/not-found' });
  });

  test('cannot be revived by what was kept for its endpoint: Set before the end, Apply held up until after it', async () => {
    let release: () => void = () => undefined;
    const device = new TestDevice({ settings: { sessionOnly: true } });
    device.manager.createEndpoint('slow', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return utf8('slow');
    });
    await device.manager.enableProvisioning();
    await device.start();
    await provision(device);
    const stored = await device.manager.storedCredentials();
    await device.manager.stop();
    await device.send('prov-config', fromHex('0802620f0a036f646412083132333435363738'));
    const slow = begun(device, 'slow', utf8('x'));
    const late = begun(device, 'prov-config', apply);
    await device.clock.advance(1000);
    release();
    await slow;
    expect(toHex(await late)).toBe('08057a020805');
    expect(await device.manager.storedCredentials()).toEqual(stored);
    expect(device.manager.phase).toBe('idle');
  });

  test('is reported as ended even if the transport cannot take its endpoints away; the dispatcher refuses them', async () => {
    const device = await sessionDevice({ enabled: true });
    device.transport.changeFailure = new Error('busy');
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(device.eventKinds).toEqual(['started', 'ended']);
    expect(device.lines).toContain('warn esp-prov: its endpoints did not go: Error: busy');
    expect(await device.ask('prov-config', getStatus)).toBeUndefined();
  });
});

describe('provisioning that is enabled while the session runs', () => {
  test('adds endpoints and capabilities to the session, provisions, and goes again', async () => {
    const device = await sessionDevice();
    await device.manager.enableProvisioning();
    expect(device.transport.changes).toEqual([[...lasting, ...provisioning]]);
    expect(await capabilitiesOf(device)).toEqual(['no_sec', 'wifi_scan']);
    await provision(device);
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(device.transport.changes.at(-1)).toEqual(lasting);
    expect(device.manager.isServing).toBe(true);
    await device.manager.enableProvisioning();
    await provision(device);
    expect(device.eventKinds.filter((kind) => kind === 'started')).toHaveLength(2);
    expect(device.transport.starts).toBe(1);
  });

  test('is refused where the firmware refuses it', async () => {
    const device = await sessionDevice({ enablesWhileRunning: false });
    await expect(device.manager.enableProvisioning()).rejects.toMatchObject({ code: 'manager/invalid-state' });
    expect(device.transport.changes).toEqual([]);
  });

  test('is not enabled if the transport cannot add endpoints, and can be tried again', async () => {
    const device = await sessionDevice();
    device.transport.changeFailure = new Error('no room');
    await expect(device.manager.enableProvisioning()).rejects.toThrow('no room');
    expect(device.manager.offersProvisioning).toBe(false);
    expect(await device.ask('prov-config', getStatus)).toBeUndefined();
    device.transport.changeFailure = undefined;
    await device.manager.enableProvisioning();
    await provision(device);
  });
});

describe('the service', () => {
  test('goes on until de-initialization', async () => {
    const device = await sessionDevice({ enabled: true });
    await provision(device);
    await device.manager.stop();
    await device.clock.advance(1000);
    await expect(device.manager.start({ serviceName: 'x', security: sec1Device({}) })).rejects.toMatchObject({
      code: 'manager/invalid-state',
    });
    expect(() => device.manager.createEndpoint('late')).toThrow('is created before start');
    device.manager.registerEndpoint('custom-data', () => utf8('NEW'));
    expect(toHex(await device.send('custom-data', utf8('x')))).toBe(toHex(utf8('NEW')));
    await device.manager.deinit();
    expect(device.transport.closes).toBe(1);
    expect(device.eventKinds.slice(-2)).toEqual(['ended', 'deinitialized']);
  });

  test('leaves Bluetooth on at its end where that is set', async () => {
    const device = await sessionDevice({ keepOnAfterStop: true, disconnectAfterStop: false });
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(device.transport.ends).toEqual([]);
    await device.manager.deinit();
    expect(device.transport).toMatchObject({ ends: [{ disconnect: false }], closes: 0 });
  });

  test('is not advertised while it is paused', async () => {
    const device = await sessionDevice();
    await device.manager.pauseAdvertising();
    await device.manager.pauseAdvertising();
    expect(toHex(await device.send('custom-data', utf8('x')))).toBe(toHex(utf8('SUCCESS')));
    await device.manager.resumeAdvertising();
    expect(device.transport.advertised).toEqual([false, true]);
  });

  test('cannot be paused before its start, nor in another mode', async () => {
    const device = new TestDevice({ settings: { sessionOnly: true } });
    await expect(device.manager.pauseAdvertising()).rejects.toMatchObject({ code: 'manager/invalid-state' });
    const other = await new TestDevice().start();
    await expect(other.manager.pauseAdvertising()).rejects.toMatchObject({ code: 'manager/invalid-state' });
    expect(other.transport.advertised).toEqual([]);
  });
});

describe('what differs between releases', () => {
  test.each([
    [32, 'ff41', 'N'.repeat(32), '4e'.repeat(32)],
    [31, 'ff41', 'N'.repeat(31), '4e'.repeat(31)],
    [32, '', 'N'.repeat(32), '4e'.repeat(32)],
  ])('an SSID of %s bytes with %s behind it in the status', async (length, behind, ssid, hex) => {
    const device = await new TestDevice({ settings: { overread: fromHex(behind) } }).start();
    const request = fromHex(`0802622${length === 32 ? 2 : 1}0a${length.toString(16)}${hex}`);
    await device.send('prov-config', request);
    await device.send('prov-config', apply);
    await device.clock.advance(1000);
    await device.gotIp(connectionTo(ssid));
    const status = toHex(await device.send('prov-config', getStatus));
    const told = length === 32 ? hex + behind : hex;
    expect(status).toContain(`1a${(told.length / 2).toString(16)}${told}`);
    expect(status.includes('ff41')).toBe(length === 32 && behind !== '');
  });

  test('a stored key of 64 bytes is logged with what lies behind it, masked', async () => {
    const device = new TestDevice({ settings: { overread: utf8('!') } });
    await saveCredentials(device.store, credentials('HomeNet', 'k'.repeat(64)));
    await device.manager.isProvisioned();
    expect(device.lines.at(-1)).toBe(`debug wifi_prov_mgr: Found Wi-Fi Password : k${'*'.repeat(63)}!`);
  });

  test.each([
    ['transport-first', 'transport'],
    ['endpoints-first', 'endpoints'],
  ] as const)('a stop with %s', async (teardown, first) => {
    const device = await new TestDevice({ settings: { teardown } }).start();
    const { requests } = device.transport;
    let seen = '';
    device.transport[Symbol.asyncDispose] = async () => {
      // What a client finds that asks while the transport closes.
      const answer = await requests?.handle(1, 'prov-config', getStatus).catch(() => undefined);
      seen = answer ? 'transport' : 'endpoints';
    };
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(seen).toBe(first);
  });

  test.each([
    [false, ['2']],
    [true, ['1', '2']],
  ])('app info under one label twice (%s)', async (repeatsAppInfo, expected) => {
    const device = new TestDevice({ settings: { repeatsAppInfo } });
    device.manager.setAppInfo('other', { version: '0', capabilities: [] });
    for (const version of ['1', '2']) device.manager.setAppInfo('app', { version, capabilities: [] });
    await device.start();
    const text = new TextDecoder().decode(await device.send('proto-ver', utf8('x')));
    expect(text.match(/(?<="app":\t\{\n\t\t"ver":\t")\d/g)).toEqual(expected);
    expect(text.indexOf('"other"')).toBeLessThan(text.indexOf('"app"'));
  });
});
