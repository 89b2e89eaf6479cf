import { decodeVersionInfo, fromHex, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf, type ManualClock, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, type ProvisionStep, type Transport, type WaitOptions } from '../../src/index.ts';
import {
  attemptsLeft,
  connected,
  connecting,
  disconnected,
  type PlainDeviceScript,
  type Poll,
  plainDevice,
  wrongPassword,
} from '../support/plain-device.ts';
import type { ScriptedTransport } from '../support/scripted-transport.ts';

const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec","wifi_scan"]}}'));
const network = { ssid: 'home', passphrase: 'a long secret' };
const lost: Poll = { fails: 'link/lost' };

interface Bench {
  readonly clock: ManualClock;
  readonly transport: ScriptedTransport;
  readonly steps: ProvisionStep[];
  /** Moments of the polls in ms after Apply. */
  readonly moments: number[];
  run(options?: WaitOptions): Promise<void>;
}

async function bench(script: PlainDeviceScript = {}, kind: Transport['kind'] = 'memory'): Promise<Bench> {
  const clock = manualClock();
  const transport = plainDevice(script);
  transport.kind = kind;
  const provisioner = await Provisioner.connect(transport, { clock, info, allowUnproven: true });
  const steps: ProvisionStep[] = [];
  const moments: number[] = [];
  transport.interpose((exchange) => (endpoint, request, options) => {
    if (request[0] === 0x52 && endpoint === 'prov-config') moments.push(clock.now());
    return exchange(endpoint, request, options);
  });
  const collect = async (options: WaitOptions): Promise<void> => {
    for await (const step of provisioner.provision(network, options)) steps.push(step);
  };
  return { clock, transport, steps, moments, run: (options = {}) => clock.run(collect(options)) };
}

function applies({ transport }: Bench): number {
  return transport.seen.filter(({ request }) => toHex(request) === '0804').length;
}

function handshakes({ transport }: Bench): number {
  return transport.seen.filter(({ endpoint }) => endpoint === 'prov-session').length;
}

describe('a provisioning', () => {
  test('sets, applies and polls, and tells each step in its order', async () => {
    const b = await bench({ polls: [connecting, connected] });
    await b.run();
    expect(b.steps.map(({ kind }) => kind)).toEqual([
      'sending-credentials',
      'credentials-sent',
      'applying',
      'applied',
      'status',
      'status',
      'connected',
    ]);
    expect(b.steps.at(-1)).toMatchObject({ connection: { ip4: '192.168.1.42', channel: 6, authMode: 3 } });
    expect(b.transport.seen.slice(1, 3).map(({ request }) => toHex(request))).toEqual([
      toHex(fromHex('080262150a04686f6d65120d61206c6f6e6720736563726574')),
      '0804',
    ]);
  });

  test('tells a status again only when it differs', async () => {
    const b = await bench({
      polls: [connecting, connecting, attemptsLeft(2), attemptsLeft(2), attemptsLeft(1), connecting, connected],
    });
    await b.run();
    expect(b.steps.flatMap((step) => (step.kind === 'status' ? [step.status] : []))).toMatchObject([
      { state: 'connecting' },
      { state: 'connecting', attemptsRemaining: 2 },
      { state: 'connecting', attemptsRemaining: 1 },
      { state: 'connecting' },
      { state: 'connected' },
    ]);
  });

  test('has failed when the device says so three times in a row', async () => {
    const b = await bench({ polls: [connecting, wrongPassword] });
    await b.run();
    expect(b.moments).toHaveLength(4);
    expect(b.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'auth-error' });
    expect(b.steps.filter(({ kind }) => kind === 'status')).toHaveLength(2);
  });

  test('has failed at once when the device counts its attempts, in the next round with it too', async () => {
    const b = await bench({ polls: [connecting, attemptsLeft(1), wrongPassword] });
    await b.run();
    expect(b.moments).toHaveLength(3);
    expect(b.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'auth-error' });
    await b.run();
    expect(b.moments).toHaveLength(4);
    expect(b.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'auth-error' });
  });

  test('goes on when the device joins after two failures', async () => {
    const b = await bench({ polls: [wrongPassword, wrongPassword, connecting, wrongPassword, connected] });
    await b.run();
    expect(b.steps.at(-1)?.kind).toBe('connected');
  });

  test('has failed too when the device stays disconnected, or fails for a reason without a name', async () => {
    const first = await bench({ polls: [disconnected] });
    await first.run();
    expect(first.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'disconnected' });
    const unknown: Poll = { staState: 3, state: { case: 'failReason', value: 7 as 0 } };
    const second = await bench({ polls: [unknown] });
    await second.run();
    expect(second.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'unknown' });
  });

  test('names a missing network', async () => {
    const b = await bench({ polls: [{ staState: 3, state: { case: 'failReason', value: 1 } }] });
    await b.run();
    expect(b.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'network-not-found' });
  });

  test('gives up at its time limit when the device goes on connecting', async () => {
    const b = await bench({ polls: [connecting] });
    expect((await failureOf(b.run({ timeoutMs: 10_000 }))).code).toBe('wifi/join-timeout');
    expect(b.clock.now()).toBeGreaterThanOrEqual(10_000);
    expect(b.clock.now()).toBeLessThanOrEqual(12_000);
  });

  test('waits a minute unless told otherwise', async () => {
    const b = await bench({ polls: [connecting] });
    expect((await failureOf(b.run())).code).toBe('wifi/join-timeout');
    expect(Math.round(b.clock.now() / 2000)).toBe(30);
  });

  test('ends with the reason of an abort while it waits, untouched', async () => {
    const b = await bench({ polls: [connecting] });
    const caller = new AbortController();
    const reason = new Error('enough');
    const run = b.run({ signal: caller.signal });
    b.clock.sleep(5000).then(
      () => caller.abort(reason),
      () => undefined,
    );
    await expect(run).rejects.toBe(reason);
    expect(b.clock.now()).toBe(5000);
  });

  test('sends nothing when the SSID or the passphrase cannot be right', async () => {
    const clock = manualClock();
    const transport = plainDevice();
    const provisioner = await Provisioner.connect(transport, { clock, info, allowUnproven: true });
    const first = async (ssid: string | Uint8Array, passphrase = '') => {
      for await (const _step of provisioner.provision({ ssid, passphrase })) throw new Error('it began');
    };
    expect((await failureOf(first(''))).code).toBe('wifi/invalid-ssid');
    expect((await failureOf(first('é'.repeat(17)))).code).toBe('wifi/invalid-ssid');
    expect((await failureOf(first('a\0b'))).code).toBe('wifi/invalid-ssid');
    expect((await failureOf(first('home', 'x'.repeat(64)))).code).toBe('wifi/invalid-passphrase');
    expect(transport.seen).toHaveLength(1);
  });

  test('that the device refuses to set or to apply ends with its status', async () => {
    const set = await bench({ set: fromHex('08036a020804') });
    expect(await failureOf(set.run())).toMatchObject({ code: 'device/status', details: { status: 4 } });
    expect(applies(set)).toBe(0);
    const applied = await bench({ apply: () => fromHex('08057a020805') });
    expect(await failureOf(applied.run())).toMatchObject({ code: 'device/apply-refused', details: { status: 5 } });
  });
});

describe('a link that is lost after Apply', () => {
  test('is opened again with a new handshake, and the polls go on', async () => {
    const b = await bench({ polls: [connecting, lost, connecting, connected] });
    await b.run();
    expect(b.steps.at(-1)?.kind).toBe('connected');
    expect(handshakes(b)).toBe(2);
    expect(applies(b)).toBe(1);
  });

  test('may need several handshakes, further and further apart', async () => {
    const b = await bench({ polls: [lost, connected], failingReopens: 3 });
    await b.run();
    expect(handshakes(b)).toBe(5);
    expect(b.clock.now()).toBe(500 + 1000 + 2000 + 4000);
    expect(b.steps.at(-1)?.kind).toBe('connected');
  });

  test('and answers nothing any more costs no more than the time to wait and one late answer', async () => {
    const b = await bench({ polls: [connecting] });
    b.transport.interpose((exchange) => async (endpoint, request, options) => {
      // Silent from three seconds on, for a minute at every exchange, as a transport would be.
      if (b.clock.now() > 3000) await b.clock.sleep(60_000, options);
      return await exchange(endpoint, request, options);
    });
    const error = await failureOf(b.run({ timeoutMs: 10_000 }));
    expect(error).toMatchObject({ code: 'wifi/outcome-unknown', cause: { code: 'link/timeout' } });
    expect(b.clock.now()).toBe(15_000);
  });

  test('is not looked for any more when the time is over', async () => {
    const b = await bench({ polls: [connecting, lost], failingReopens: 99 });
    const error = await failureOf(b.run({ timeoutMs: 2000 }));
    expect(error.code).toBe('wifi/outcome-unknown');
    expect(b.clock.now()).toBeLessThanOrEqual(4000);
  });

  test('and does not come back leaves the outcome unknown', async () => {
    const b = await bench({ polls: [lost], failingReopens: 99 });
    const error = await failureOf(b.run());
    expect(error.code).toBe('wifi/outcome-unknown');
    expect(error.cause).toMatchObject({ code: 'link/lost' });
    expect(applies(b)).toBe(1);
  });

  test.each(['link/lost', 'link/timeout', 'endpoint/refused'] as const)(
    'and found again after %s at every other poll never makes a second Apply',
    async (fails) => {
      const b = await bench({ polls: [{ fails }, connecting, { fails }, connecting, { fails }, connected] });
      await b.run();
      expect(b.steps.at(-1)?.kind).toBe('connected');
      expect(applies(b)).toBe(1);
    },
  );
});

describe('a device whose access point is closed while it joins', () => {
  // One answer each 250 ms until then.
  const failsLater = [connecting, connecting, connecting, connecting, wrongPassword];

  /** Nothing answers from `fromMs` to `toMs` after the start; `hangs`: exchanges end by no error of the system. */
  async function away(
    polls: readonly Poll[],
    [fromMs, toMs]: readonly [number, number],
    hangs = false,
  ): Promise<Bench> {
    const b = await bench({ polls }, 'http');
    b.transport.interpose((exchange) => async (endpoint, request, options) => {
      const now = b.clock.now();
      if (now < fromMs || now >= toMs) return await exchange(endpoint, request, options);
      if (hangs) await b.clock.sleep(60_000, options);
      throw new ProvisioningError('link/unreachable');
    });
    return b;
  }

  test.each([8000, 40_000])('and open again %i ms later tells how it went', async (ms) => {
    const b = await away(failsLater, [1000, 1000 + ms]);
    await b.run();
    expect(b.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'auth-error' });
    expect(b.clock.now()).toBeLessThan(1000 + ms + 6000);
    expect(applies(b)).toBe(1);
  });

  test('and whose last connection hangs is asked over a new one', async () => {
    const b = await away(failsLater, [1000, 9000], true);
    await b.run();
    expect(b.steps.at(-1)).toMatchObject({ kind: 'failed', reason: 'auth-error' });
    expect(b.clock.now()).toBeLessThan(13_000);
  });

  test('and stays closed leaves the outcome unknown, after the time for the device to join', async () => {
    for (const hangs of [false, true]) {
      const b = await away([connecting], [1000, Number.POSITIVE_INFINITY], hangs);
      const error = await failureOf(b.run({ timeoutMs: 30_000 }));
      expect(error.code).toBe('wifi/outcome-unknown');
      expect(b.clock.now()).toBeGreaterThanOrEqual(30_000);
      expect(b.clock.now()).toBeLessThanOrEqual(36_000);
      expect(applies(b)).toBe(1);
    }
  });

  test('and that turns out to be another device is not asked until the end', async () => {
    const b = await bench({ polls: [connecting, { fails: 'endpoint/refused' }] }, 'http');
    b.transport.interpose((exchange) => async (endpoint, request, options) => {
      if (b.moments.length > 1 && endpoint === 'prov-session') throw new ProvisioningError('link/protocol');
      return await exchange(endpoint, request, options);
    });
    expect((await failureOf(b.run())).code).toBe('wifi/outcome-unknown');
    expect(b.clock.now()).toBeLessThan(10_000);
  });
});

describe('an Apply', () => {
  test.each(['link/lost', 'link/timeout', 'link/unreachable'] as const)(
    'whose answer is lost with %s leaves the outcome unknown and is not repeated',
    async (code) => {
      const cause = new ProvisioningError(code);
      const b = await bench({ apply: () => Promise.reject(cause) });
      const error = await failureOf(b.run());
      expect(error.code).toBe('wifi/outcome-unknown');
      expect(error.cause).toBe(cause);
      expect(applies(b)).toBe(1);
    },
  );

  test('that is aborted ends with the reason of the abort', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    const b = await bench({
      apply: () => {
        caller.abort(reason);
        throw reason;
      },
    });
    await expect(b.run({ signal: caller.signal })).rejects.toBe(reason);
    expect(applies(b)).toBe(1);
  });

  test('that the device refuses is told as the refusal', async () => {
    const b = await bench({ apply: () => Promise.reject(new ProvisioningError('endpoint/refused')) });
    expect((await failureOf(b.run())).code).toBe('endpoint/refused');
  });
});

describe('an answer to a poll', () => {
  test.each(['08015a021000', '08015a021007', '08036a00', 'ff', ''])(
    'of the bytes “%s” counts as a lost exchange, and the outcome as unknown when it stays so',
    async (bytes) => {
      const b = await bench();
      b.transport.interpose(
        (exchange) => async (endpoint, request, options) =>
          toHex(request) === '5200' ? fromHex(bytes) : await exchange(endpoint, request, options),
      );
      expect((await failureOf(b.run())).code).toBe('wifi/outcome-unknown');
    },
  );
});
