import { fromHex, ProvisioningError, sec0Device, sec1Device, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { disconnectReasons } from '../../src/index.ts';
import { connectionTo, credentials } from '../support/networks.ts';
import { TestDevice } from '../support/test-device.ts';

const setHome = fromHex('080262180a07486f6d654e6574120d636f727265637420686f727365');
const apply = fromHex('0804');
const getStatus = fromHex('5200');
const reset = fromHex('0801');
const reprovision = fromHex('0803');
const homeNet = credentials('HomeNet', 'correct horse');

async function applied(device: TestDevice): Promise<void> {
  await device.send('prov-config', setHome);
  expect(toHex(await device.send('prov-config', apply))).toBe('08057a00');
}

describe('a start', () => {
  test('opens the service with the built-in endpoints in GATT order and the custom ones behind them', async () => {
    const device = new TestDevice();
    device.manager.createEndpoint('custom-data', () => utf8('x'));
    device.manager.createEndpoint('later');
    await device.start();
    const { name, endpoints = [] } = device.transport.service ?? {};
    expect(name).toBe('PROV_TEST');
    expect(endpoints.map((endpoint) => [endpoint.name, endpoint.slot])).toEqual([
      ['prov-ctrl', 0xff4f],
      ['prov-scan', 0xff50],
      ['prov-session', 0xff51],
      ['prov-config', 0xff52],
      ['proto-ver', 0xff53],
      ['custom-data', 0xff54],
      ['later', 0xff55],
    ]);
    expect(device.eventKinds).toEqual(['started']);
    expect(device.lines).toContain('info wifi_prov_mgr: Provisioning started with service name : PROV_TEST ');
  });

  test('offers each custom endpoint at a place of its own, also where one was created twice', async () => {
    const device = new TestDevice();
    for (const name of ['a', 'b', 'a', 'c']) device.manager.createEndpoint(name, () => utf8(name));
    await device.start();
    const custom = device.transport.service?.endpoints.slice(5) ?? [];
    expect(custom.map(({ name, slot }) => [name, slot])).toEqual([
      ['a', 0xff54],
      ['b', 0xff55],
      ['c', 0xff56],
    ]);
  });

  test('keeps its built-in endpoints: none can be created over them', async () => {
    const device = new TestDevice();
    for (const name of ['proto-ver', 'prov-session', 'prov-config', 'prov-scan', 'prov-ctrl']) {
      expect(failureOf(() => device.manager.createEndpoint(name, () => utf8('mine'))).code).toBe(
        'manager/invalid-state',
      );
    }
    expect(device.lines).toContain('error wifi_prov_mgr: Failed to create additional endpoint');
    await device.start();
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a021001');
  });

  test('is refused while the service runs, and the service goes on', async () => {
    const device = await new TestDevice().start();
    await expect(device.manager.start({ serviceName: 'other', security: sec0Device() })).rejects.toMatchObject({
      code: 'manager/invalid-state',
    });
    expect(device.manager.phase).toBe('started');
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a021001');
  });

  test('made twice at the same moment opens the service of the first one, and it stays open', async () => {
    const device = new TestDevice();
    const first = device.manager.start({ serviceName: 'first', security: sec0Device() });
    const second = device.manager.start({ serviceName: 'second', security: sec0Device() });
    await expect(second).rejects.toMatchObject({ code: 'manager/invalid-state' });
    await first;
    expect(device.manager.phase).toBe('started');
    expect(device.transport.service?.name).toBe('first');
    expect(device.transport.closes).toBe(0);
  });

  test('that the transport fails leaves an idle manager, which can be started again', async () => {
    const device = new TestDevice();
    const failure = new ProvisioningError('host/address-in-use');
    device.transport.failure = failure;
    await expect(device.start()).rejects.toBe(failure);
    expect(device.manager.phase).toBe('idle');
    expect(device.eventKinds).toEqual([]);
    expect(device.lines.slice(-2)).toEqual([
      'error wifi_prov_mgr: Failed to start service',
      `error esp-prov: ${String(failure)}`,
    ]);
    device.transport.failure = undefined;
    await device.start();
    expect(device.manager.phase).toBe('started');
  });

  test('that is stopped while the transport opens ends without having begun', async () => {
    const device = new TestDevice();
    const start = device.manager.start({ serviceName: 'x', security: sec0Device() });
    const stop = device.manager.stop();
    await Promise.all([start, stop]);
    expect(device.manager.phase).toBe('stopping');
    await device.clock.advance(1000);
    expect(device.manager.phase).toBe('idle');
    expect(device.eventKinds).toEqual(['ended']);
    expect(device.transport.service).toBeUndefined();
  });

  test('lists no_sec for security 0 and the capabilities of the caller before the scan', async () => {
    const open = await new TestDevice().start();
    expect(String.fromCharCode(...(await open.send('proto-ver', utf8('x'))))).toContain('["no_sec", "wifi_scan"]');
    const noPop = await new TestDevice().start(sec1Device(), { capabilities: ['no_pop'] });
    expect(String.fromCharCode(...(await noPop.send('proto-ver', utf8('x'))))).toContain('["no_pop", "wifi_scan"]');
  });
});

describe('credentials', () => {
  test('are stored with Apply, before the first attempt to join, and that begins one second later', async () => {
    const device = await new TestDevice().start();
    await device.send('prov-config', setHome);
    expect(device.store.commits).toEqual([]);
    await device.send('prov-config', apply);
    expect(device.store.commits).toEqual([['sta.ssid', 'sta.pswd']]);
    await device.clock.advance(999);
    expect(device.wifi.joins).toEqual([]);
    await device.clock.advance(1);
    expect(device.wifi.joins).toEqual([homeNet]);
    expect(await device.manager.storedCredentials()).toEqual(homeNet);
  });

  test.each([
    ['one of the project', new ProvisioningError('host/file-unusable', 'the disk is full')],
    ['any other', new RangeError('the disk is full')],
  ])(
    'that the store fails by an error, %s, are answered with InternalError, and the log tells why',
    async (_, failure) => {
      const device = await new TestDevice().start();
      device.store.failure = failure;
      await device.send('prov-config', setHome);
      expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
      expect(device.lines.filter((line) => line.startsWith('error'))).toEqual([
        'error wifi_prov_mgr: Failed to set Wi-Fi configuration',
        `error esp-prov: ${String(failure)}`,
        'error wifi_prov_handlers: Failed to apply Wi-Fi Credentials',
      ]);
      expect(device.lines.join('\n')).not.toContain('correct horse');
    },
  );

  test('that cannot be stored leave the device as it was, and may be sent again', async () => {
    const device = await new TestDevice().start();
    device.store.failure = new ProvisioningError('host/file-unusable');
    await device.send('prov-config', setHome);
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
    expect(device.manager.phase).toBe('started');
    expect(device.eventKinds).toEqual(['started', 'station-config']);
    expect(await device.manager.isProvisioned()).toBe(false);
    device.store.failure = undefined;
    await applied(device);
    await device.clock.advance(1000);
    expect(device.wifi.joins).toEqual([homeNet]);
  });

  test('are told to the application in the order of what happens', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.clock.advance(1000);
    await device.gotIp(connectionTo('HomeNet'));
    await device.send('prov-config', getStatus);
    await device.clock.advance(1000);
    expect(device.events).toEqual([
      { kind: 'initialized' },
      { kind: 'started' },
      { kind: 'station-config', config: homeNet },
      { kind: 'credentials-received', credentials: homeNet },
      { kind: 'credentials-succeeded', connection: connectionTo('HomeNet') },
      { kind: 'ended' },
    ]);
  });

  test('stay stored when they are wrong, until a reset', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.clock.advance(1000);
    await device.disconnected(disconnectReasons.noApFound);
    expect(device.events.at(-1)).toEqual({ kind: 'credentials-failed', reason: 'network-not-found' });
    expect(await device.manager.storedCredentials()).toEqual(homeNet);
    await device.manager.resetOnFailure();
    expect(await device.manager.storedCredentials()).toBeUndefined();
    expect(device.wifi.leaves).toBe(1);
  });

  test('reach an application whose other listener fails', async () => {
    const device = new TestDevice();
    const seen: string[] = [];
    device.manager.watch(() => {
      throw new TypeError('a bug of the application');
    });
    device.manager.watch(({ kind }) => seen.push(kind));
    await device.start();
    await applied(device);
    expect(seen).toEqual(['initialized', 'started', 'station-config', 'credentials-received']);
    expect(device.lines.join('\n')).toContain('a listener failed on started: TypeError: a bug of the application');
  });

  test('are told to no listener that was taken off', async () => {
    const device = new TestDevice();
    const seen: string[] = [];
    const unwatch = device.manager.watch(({ kind }) => seen.push(kind));
    await device.start();
    unwatch();
    await applied(device);
    expect(seen).toEqual(['initialized', 'started']);
  });
});

describe('the end of the service', () => {
  async function connected(settings = {}): Promise<TestDevice> {
    const device = await new TestDevice({ settings }).start();
    await applied(device);
    await device.clock.advance(1000);
    await device.gotIp(connectionTo('HomeNet'));
    return device;
  }

  test('comes one second after a client got the success, and not before', async () => {
    const device = await connected();
    await device.clock.advance(5000);
    await device.send('prov-config', getStatus);
    await device.clock.advance(999);
    expect(device.transport.service).toBeDefined();
    await device.clock.advance(1);
    expect(device.transport.service).toBeUndefined();
    expect(device.manager.phase).toBe('idle');
  });

  test('leaves time for a second poll', async () => {
    const device = await connected();
    const first = await device.send('prov-config', getStatus);
    await device.clock.advance(500);
    expect(await device.send('prov-config', getStatus)).toEqual(first);
    await device.clock.advance(500);
    expect(device.eventKinds.filter((kind) => kind === 'ended')).toHaveLength(1);
  });

  test('comes after thirty seconds when nobody asks how it went', async () => {
    const device = await connected();
    await device.clock.advance(29_999);
    expect(device.manager.phase).toBe('succeeded');
    await device.clock.advance(1);
    expect(device.manager.phase).toBe('stopping');
    await device.clock.advance(1000);
    expect(device.eventKinds.at(-1)).toBe('ended');
  });

  test('does not come by itself without automatic stop', async () => {
    const device = await connected({ autoStop: false });
    await device.send('prov-config', getStatus);
    await device.clock.advance(3_600_000);
    expect(device.manager.phase).toBe('succeeded');
  });

  test('follows the delays that are set', async () => {
    const device = await connected({ autoStopMs: 5000, cleanupDelayMs: 100 });
    await device.clock.advance(5000);
    expect(device.manager.phase).toBe('stopping');
    await device.clock.advance(100);
    expect(device.manager.phase).toBe('idle');
  });

  test('calls off an attempt that has not begun', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.manager.stop();
    await device.clock.advance(60_000);
    expect(device.wifi.joins).toEqual([]);
    expect(device.manager.phase).toBe('idle');
  });

  test('never comes sooner than a tenth of a second, so that the last answer gets out', async () => {
    const device = await new TestDevice({ settings: { cleanupDelayMs: 0 } }).start();
    await device.manager.stop();
    await device.clock.advance(99);
    expect(device.manager.phase).toBe('stopping');
    await device.clock.advance(1);
    expect(device.manager.phase).toBe('idle');
  });

  test('is told although the transport fails to close', async () => {
    const device = await new TestDevice().start();
    device.transport[Symbol.asyncDispose] = () => Promise.reject(new Error('stuck'));
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(device.eventKinds).toEqual(['started', 'ended']);
    expect(device.lines).toContain('warn esp-prov: the service did not stop: Error: stuck');
  });

  test('can be asked for once only, and a new start is possible behind it', async () => {
    const device = await new TestDevice().start();
    await device.manager.stop();
    await expect(device.manager.stop()).rejects.toMatchObject({ code: 'manager/invalid-state' });
    await device.clock.advance(1000);
    await device.start();
    expect(device.transport.starts).toBe(2);
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a021001');
  });

  test('stops listening to the radio', async () => {
    const device = await connected();
    await device.send('prov-config', getStatus);
    await device.clock.advance(1000);
    const before = device.lines.length;
    await device.disconnected(disconnectReasons.beaconTimeout);
    expect(device.lines).toHaveLength(before);
  });
});

describe('prov-ctrl', () => {
  test('resets after a failure, keeps the answer to polls, and takes other credentials', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.clock.advance(1000);
    await device.disconnected(disconnectReasons.authFail);
    expect(toHex(await device.send('prov-ctrl', reset))).toBe('08026200');
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a0410035000');
    expect(device.eventKinds).toEqual(['started', 'station-config', 'credentials-received', 'credentials-failed']);
    await applied(device);
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a021001');
  });

  test('answers InternalError to a reset in any other phase', async () => {
    const device = await new TestDevice().start();
    expect(toHex(await device.send('prov-ctrl', reset))).toBe('080210056200');
    await applied(device);
    expect(toHex(await device.send('prov-ctrl', reset))).toBe('080210056200');
    expect(await device.manager.storedCredentials()).toEqual(homeNet);
  });

  test('answers InternalError to a reset that the store fails by any error, and the log tells why', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.clock.advance(1000);
    await device.disconnected(disconnectReasons.authFail);
    device.store.failure = new RangeError('worn out');
    expect(toHex(await device.send('prov-ctrl', reset))).toBe('080210056200');
    expect(device.manager.phase).toBe('failed');
    expect(device.lines).toContain('error wifi_prov_mgr: Failed to set wifi config, 0xffffffff');
    expect(device.lines).toContain('error esp-prov: RangeError: worn out');
  });

  test('answers InternalError to a reset that the store fails, and the reset can be repeated', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.clock.advance(1000);
    await device.disconnected(disconnectReasons.authFail);
    device.store.failure = new ProvisioningError('host/file-unusable');
    expect(toHex(await device.send('prov-ctrl', reset))).toBe('080210056200');
    device.store.failure = undefined;
    expect(toHex(await device.send('prov-ctrl', reset))).toBe('08026200');
    expect(await device.manager.storedCredentials()).toBeUndefined();
  });

  test('answers InternalError to a re-provisioning where the service ends by itself', async () => {
    const device = await new TestDevice().start();
    expect(toHex(await device.send('prov-ctrl', reprovision))).toBe('080410057200');
  });

  test('takes credentials anew without automatic stop; the stored ones stay until the next Apply', async () => {
    const device = await new TestDevice({ settings: { autoStop: false } }).start();
    await applied(device);
    await device.clock.advance(1000);
    await device.gotIp(connectionTo('HomeNet'));
    expect(toHex(await device.send('prov-ctrl', reprovision))).toBe('08047200');
    expect(device.eventKinds.at(-1)).toBe('started');
    expect(await device.manager.storedCredentials()).toEqual(homeNet);
    await applied(device);
  });

  test.each(['00', '0800', '0802', '0804', '0805', '0863', 'ff'])('refuses the command %s', async (command) => {
    const device = await new TestDevice().start();
    expect(await device.ask('prov-ctrl', fromHex(command))).toBeUndefined();
  });
});

describe('custom endpoints', () => {
  test('answer as soon as they are registered', async () => {
    const device = new TestDevice();
    device.manager.createEndpoint('late');
    await device.start();
    expect(await device.ask('late', utf8('x'))).toBeUndefined();
    device.manager.registerEndpoint('late', (request) => Uint8Array.from(request).reverse());
    expect(await device.send('late', utf8('abc'))).toEqual(utf8('cba'));
  });

  test('cannot be registered without having been created, nor created while the service runs', async () => {
    const device = await new TestDevice().start();
    expect(failureOf(() => device.manager.registerEndpoint('never', () => utf8(''))).code).toBe('endpoint/not-found');
    expect(failureOf(() => device.manager.createEndpoint('late')).code).toBe('manager/invalid-state');
    expect(device.lines.slice(-2)).toEqual([
      'error wifi_prov_mgr: Failed to register handler for endpoint',
      'error wifi_prov_mgr: Failed to create additional endpoint',
    ]);
  });

  test('get their handler while the service runs only', async () => {
    const device = new TestDevice();
    device.manager.createEndpoint('late');
    const register = () => device.manager.registerEndpoint('late', (request) => request);
    expect(failureOf(register).code).toBe('manager/invalid-state');
    await device.start();
    register();
    await device.manager.stop();
    expect(failureOf(register).code).toBe('manager/invalid-state');
  });
});
