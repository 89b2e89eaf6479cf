import { fromHex, sec0Device, toHex } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { disconnectReasons, type ManagerEvent, ProvisioningManager } from '../../src/index.ts';
import { connectionTo, credentials } from '../support/networks.ts';
import { TestDevice } from '../support/test-device.ts';

const setHome = fromHex('080262180a07486f6d654e6574120d636f727265637420686f727365');
const apply = fromHex('0804');
const getStatus = fromHex('5200');
const homeNet = credentials('HomeNet', 'correct horse');

async function applied(device: TestDevice): Promise<void> {
  await device.send('prov-config', setHome);
  expect(toHex(await device.send('prov-config', apply))).toBe('08057a00');
}

describe('a manager that was made', () => {
  test('tells so to whoever watches from the next line on, before anything else', async () => {
    const device = new TestDevice();
    expect(device.events).toEqual([]);
    await device.start();
    expect(device.events.map(({ kind }) => kind)).toEqual(['initialized', 'started']);
  });

  test('is idle, and not provisioned until something is stored', async () => {
    const device = new TestDevice();
    expect(device.manager.isIdle).toBe(true);
    expect(await device.manager.isProvisioned()).toBe(false);
    await device.start();
    expect(device.manager.isIdle).toBe(false);
    await device.send('prov-config', setHome);
    expect(await device.manager.isProvisioned()).toBe(false);
    await device.send('prov-config', apply);
    expect(await device.manager.isProvisioned()).toBe(true);
    expect(device.lines.slice(-2)).toEqual([
      'debug wifi_prov_mgr: Found Wi-Fi SSID     : HomeNet',
      'debug wifi_prov_mgr: Found Wi-Fi Password : c***********e',
    ]);
  });
});

describe('a start of a device that has credentials', () => {
  test('leaves their network, and keeps them stored until the next Apply', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(device.wifi.leaves).toBe(0);
    await device.start();
    expect(device.wifi.leaves).toBe(1);
    expect(await device.manager.storedCredentials()).toEqual(homeNet);
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a021001');
  });

  test('is possible although the store cannot be read', async () => {
    const device = new TestDevice();
    device.store.get = () => Promise.reject(new RangeError('worn out'));
    await device.start();
    expect(device.manager.phase).toBe('started');
  });
});

describe('events', () => {
  /** Returns which listener gets which event, in order; the log counts as a listener. */
  async function said(settings = {}): Promise<string[]> {
    const heard: string[] = [];
    const device = new TestDevice({
      settings,
      onSchemeEvent: ({ kind }) => heard.push(`scheme ${kind}`),
      onEvent: ({ kind }) => heard.push(`application ${kind}`, device.lines.at(-1) ?? ''),
    });
    device.manager.watch(({ kind }) => heard.push(`loop ${kind}`));
    await device.start();
    await applied(device);
    await device.clock.advance(1000);
    await device.disconnected(disconnectReasons.authFail);
    await device.manager.resetOnFailure();
    await applied(device);
    await device.gotIp(connectionTo('HomeNet'));
    await device.clock.run(device.manager.deinit());
    return heard;
  }

  test('reach the scheme first, then the application, then those who watch', async () => {
    const heard = await said();
    const kinds = heard.filter((line) => line.startsWith('scheme ')).map((line) => line.slice(7));
    expect(kinds).toEqual([
      'initialized',
      'started',
      'station-config',
      'credentials-received',
      'credentials-failed',
      'station-config',
      'credentials-received',
      'credentials-succeeded',
      'ended',
      'deinitialized',
    ]);
    const order = heard.filter((line) => !line.startsWith('debug'));
    expect(order).toEqual(kinds.flatMap((kind) => [`scheme ${kind}`, `application ${kind}`, `loop ${kind}`]));
  });

  test.each([
    ['with “station-config”, since v5.4', true, [0, 1, 2, 3, 4, 2, 3, 5, 6, 7]],
    ['before it came', false, [0, 1, 2, 3, 2, 4, 5, 6]],
  ])('are logged by the number of their release, before anybody hears of them: %s', async (_, tells, numbers) => {
    const heard = await said({ tellsStationConfig: tells });
    const logged = heard.filter((line) => line.startsWith('debug'));
    expect(logged).toEqual(numbers.map((number) => `debug wifi_prov_mgr: execute_event_cb : ${number}`));
  });

  test('that a callback fails on reach the next one, and the manager goes on', async () => {
    const seen: string[] = [];
    const device = new TestDevice({
      onSchemeEvent: () => {
        throw new TypeError('a bug of the scheme');
      },
      onEvent: ({ kind }) => seen.push(kind),
    });
    await device.start();
    expect(seen).toEqual(['initialized', 'started']);
    expect(device.lines).toContain('error esp-prov: a listener failed on started: TypeError: a bug of the scheme');
  });
});

describe('the configuration of the station', () => {
  const text = (event: ManagerEvent) => (event.kind === 'station-config' ? event.config : undefined);
  const other = credentials('Other', 'another secret');

  test('is stored, joined and told as the application changed it', async () => {
    const device = new TestDevice({
      onEvent(event) {
        const config = text(event);
        if (config) Object.assign(config, other);
      },
    });
    await device.start();
    await applied(device);
    await device.clock.advance(1000);
    expect(await device.manager.storedCredentials()).toEqual(other);
    expect(device.wifi.joins).toEqual([other]);
    expect(device.events.at(-1)).toEqual({ kind: 'credentials-received', credentials: other });
    expect(device.lines).toContain('debug wifi_prov_mgr: Received Wi-Fi SSID     : Other');
  });

  test('is the scheme’s to change too, and the application sees what it made of it', async () => {
    const seen: string[] = [];
    const device = new TestDevice({
      onSchemeEvent(event) {
        text(event)?.ssid.fill(0x61);
      },
      onEvent(event) {
        const config = text(event);
        if (config) seen.push(String.fromCharCode(...config.ssid));
      },
    });
    await device.start();
    await applied(device);
    expect(seen).toEqual(['aaaaaaa']);
    expect(await device.manager.storedCredentials()).toEqual(credentials('aaaaaaa', 'correct horse'));
  });

  test('comes as a copy to those who watch, as it does over the event loop', async () => {
    const device = new TestDevice();
    device.manager.watch((event) => {
      text(event)?.ssid.fill(0x61);
    });
    await device.start();
    await applied(device);
    expect(await device.manager.storedCredentials()).toEqual(homeNet);
  });

  test('is out of reach of the application once it was stored', async () => {
    let kept: Uint8Array | undefined;
    const device = new TestDevice({
      onEvent(event) {
        kept ??= text(event)?.ssid;
      },
    });
    await device.start();
    await applied(device);
    kept?.fill(0);
    await device.clock.advance(1000);
    expect(device.wifi.joins).toEqual([homeNet]);
  });

  test('is offered even where credentials were taken already, and refused then', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.send('prov-config', setHome);
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
    expect(device.eventKinds).toEqual(['started', 'station-config', 'credentials-received', 'station-config']);
    expect(device.lines.filter((line) => line.startsWith('error'))).toEqual([
      'error wifi_prov_mgr: Wi-Fi credentials already received by provisioning app',
      'error wifi_prov_handlers: Failed to apply Wi-Fi Credentials',
    ]);
  });

  test('is not offered where no credentials were set', async () => {
    const device = await new TestDevice().start();
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
    expect(device.eventKinds).toEqual(['started']);
  });

  test.each([
    ['33 bytes of SSID', { ssid: new Uint8Array(33).fill(0x61) }, 'an SSID has at most 32 bytes, not 33'],
    ['65 bytes of passphrase', { passphrase: new Uint8Array(65).fill(0x61) }, 'at most 64 bytes, not 65'],
  ])('that the application gives %s is refused, and the client may try again', async (_, change, told) => {
    let changes = 1;
    const device = new TestDevice({
      onEvent(event) {
        const config = text(event);
        if (config && changes-- > 0) Object.assign(config, change);
      },
    });
    await device.start();
    await device.send('prov-config', setHome);
    expect(toHex(await device.send('prov-config', apply))).toBe('08057a020805');
    expect(device.lines.filter((line) => line.startsWith('error esp-prov')).join()).toContain(told);
    expect(device.manager.phase).toBe('started');
    await applied(device);
  });
});

describe('forgetting what is stored', () => {
  test('is possible without a manager, too', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.clock.run(device.manager.deinit());
    await device.manager.resetProvisioning();
    expect(await device.manager.isProvisioned()).toBe(false);
  });

  test('leaves the service as it is, and an attempt that was to come has nothing to join with', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    await device.manager.resetProvisioning();
    expect(device.manager.phase).toBe('credentials-received');
    await device.clock.advance(1000);
    expect(device.wifi.joins).toEqual([]);
    expect(device.lines.at(-1)).toBe('error wifi_prov_mgr: Failed to connect Wi-Fi');
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a021001');
  });

  test('that the store fails is told to the caller, and changes nothing', async () => {
    const device = await new TestDevice().start();
    await applied(device);
    device.store.failure = new RangeError('worn out');
    await expect(device.manager.resetProvisioning()).rejects.toThrow('worn out');
    await device.clock.advance(1000);
    expect(device.wifi.joins).toEqual([homeNet]);
  });
});

describe('a de-initialization', () => {
  test('of a running service waits for its end, which is told first', async () => {
    const device = await new TestDevice().start();
    const done = device.manager.deinit();
    await device.clock.advance(999);
    expect(device.manager.phase).toBe('stopping');
    await device.clock.run(done);
    expect(device.clock.now()).toBe(1000);
    expect(device.eventKinds).toEqual(['started', 'ended', 'deinitialized']);
    expect(device.transport.closes).toBe(1);
  });

  test('of an idle manager is over at once', async () => {
    const device = new TestDevice();
    await device.manager.deinit();
    expect(device.events).toEqual([{ kind: 'initialized' }, { kind: 'deinitialized' }]);
    expect(device.transport.closes).toBe(0);
  });

  test('while the service is ending, or while it opens, reports its end once', async () => {
    const ending = await new TestDevice().start();
    await ending.manager.stop();
    await ending.clock.run(ending.manager.deinit());
    expect(ending.eventKinds).toEqual(['started', 'ended', 'deinitialized']);
    const opening = new TestDevice();
    const start = opening.manager.start({ serviceName: 'x', security: sec0Device() });
    await opening.clock.run(Promise.all([start, opening.manager.deinit()]));
    expect(opening.eventKinds.slice(-2)).toEqual(['ended', 'deinitialized']);
    expect(opening.transport.service).toBeUndefined();
  });

  test('leaves nothing to be called but another one, which tells nobody', async () => {
    const device = await new TestDevice().start();
    await device.clock.run(device.manager.deinit());
    const before = device.events.length;
    await device.manager.deinit();
    expect(device.events).toHaveLength(before);
    const { manager } = device;
    for (const call of [
      () => manager.start({ serviceName: 'x', security: sec0Device() }),
      () => manager.stop(),
      () => manager.resetOnFailure(),
      () => manager.reprovision(),
      async () => manager.createEndpoint('late'),
      async () => manager.setAppInfo('app', { version: '1', capabilities: [] }),
    ]) {
      expect((await failureOf(call())).code).toBe('manager/invalid-state');
    }
    expect(device.lines).toContain('error wifi_prov_mgr: Provisioning manager not initialized');
    expect(device.transport.closes).toBe(1);
    expect(manager.isIdle).toBe(true);
  });

  test('goes on when the wait for it is broken off or takes too long', async () => {
    const aborted = await new TestDevice().start();
    const abort = new AbortController();
    const done = aborted.manager.deinit({ signal: abort.signal });
    await aborted.clock.advance(10);
    abort.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
    await aborted.clock.advance(1000);
    expect(aborted.eventKinds.at(-1)).toBe('deinitialized');
    const late = await new TestDevice().start();
    await expect(late.clock.run(late.manager.deinit({ timeoutMs: 500 }))).rejects.toMatchObject({
      code: 'manager/timeout',
      details: { timeoutMs: 500 },
    });
    await late.clock.advance(500);
    expect(late.eventKinds.at(-1)).toBe('deinitialized');
  });
});

describe('waiting for the end', () => {
  test('is over at once where no service runs', async () => {
    await new TestDevice().manager.wait();
  });

  test('lasts until the service has ended and everybody knows', async () => {
    const device = await new TestDevice().start();
    let over = false;
    const waiting = device.manager.wait().then(() => {
      over = true;
      expect(device.eventKinds.at(-1)).toBe('ended');
    });
    await applied(device);
    await device.clock.advance(1000);
    await device.gotIp(connectionTo('HomeNet'));
    await device.send('prov-config', getStatus);
    await device.clock.advance(999);
    expect(over).toBe(false);
    await device.clock.run(waiting);
    expect(device.transport.service).toBeUndefined();
    await device.start();
  });

  test('lasts no longer than it may', async () => {
    const device = await new TestDevice().start();
    await expect(device.clock.run(device.manager.wait({ timeoutMs: 60_000 }))).rejects.toMatchObject({
      code: 'manager/timeout',
      details: { timeoutMs: 60_000 },
    });
    expect(device.clock.now()).toBe(60_000);
    expect(device.manager.phase).toBe('started');
  });

  test('ends with the reason of whoever breaks it off, at once or in the middle', async () => {
    const device = await new TestDevice().start();
    const reason = new Error('enough');
    await expect(device.manager.wait({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const abort = new AbortController();
    const waiting = device.manager.wait({ signal: abort.signal, timeoutMs: 1000 });
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('a transport that is kept on', () => {
  const settings = { keepOnAfterStop: true };

  test.each([
    [{}, true],
    [{ disconnectAfterStop: false }, false],
  ])('ends the service and not itself, and %o decides about the link', async (more, disconnect) => {
    const device = await new TestDevice({ settings: { ...settings, ...more } }).start();
    await device.manager.stop();
    await device.clock.advance(1000);
    expect(device.transport.ends).toEqual([{ disconnect }]);
    expect(device.transport.closes).toBe(0);
    expect(device.eventKinds).toEqual(['started', 'ended']);
  });

  test('can offer a service again, and outlives the manager', async () => {
    const device = await new TestDevice({ settings }).start();
    await device.manager.stop();
    await device.clock.advance(1000);
    await device.start();
    expect(toHex(await device.send('prov-config', getStatus))).toBe('08015a021001');
    await device.clock.run(device.manager.deinit());
    expect([device.transport.ends.length, device.transport.closes]).toEqual([2, 0]);
  });

  test('is closed with the service unless told otherwise', async () => {
    const device = await new TestDevice().start();
    await device.manager.stop();
    await device.clock.advance(1000);
    expect([device.transport.ends.length, device.transport.closes]).toEqual([0, 1]);
  });

  test('is refused where the transport does not know how', () => {
    const transport = { start: async () => undefined, [Symbol.asyncDispose]: async () => undefined };
    const { wifi, store } = new TestDevice();
    expect(() => new ProvisioningManager({ transport, wifi, store, settings })).toThrow(TypeError);
    expect(() => new ProvisioningManager({ transport, wifi, store })).not.toThrow();
  });
});

describe('automatic stop', () => {
  test('can be disabled before a start, with another wait before the end, and the service stays until a stop', async () => {
    const device = new TestDevice();
    device.manager.disableAutoStop(5000);
    await device.start();
    await applied(device);
    await device.gotIp(connectionTo('HomeNet'));
    await device.send('prov-config', getStatus);
    await device.clock.advance(120_000);
    expect(device.manager.phase).toBe('succeeded');
    await device.manager.reprovision();
    expect(device.manager.phase).toBe('started');
    await device.manager.stop();
    await device.clock.advance(4999);
    expect(device.manager.phase).toBe('stopping');
    await device.clock.advance(1);
    expect(device.manager.phase).toBe('idle');
  });

  test('cannot be disabled while the service runs, nor without a manager', async () => {
    const device = await new TestDevice().start();
    expect(() => device.manager.disableAutoStop()).toThrow(expect.objectContaining({ code: 'manager/invalid-state' }));
    await applied(device);
    await device.gotIp(connectionTo('HomeNet'));
    await device.send('prov-config', getStatus);
    await device.clock.advance(1000);
    expect(device.manager.phase).toBe('idle');
    await device.clock.run(device.manager.deinit());
    expect(() => device.manager.disableAutoStop()).toThrow(expect.objectContaining({ code: 'manager/invalid-state' }));
  });
});
