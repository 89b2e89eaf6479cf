import {
  type Bytes,
  type ClientSecurity,
  type DeviceSecurity,
  fromHex,
  makeVerifier,
  type SecureChannel,
  sec1Client,
  sec1Device,
  sec2Client,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, type ManualClock, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { guessingBrake, Protocomm } from '../../src/index.ts';
import { TestDevice } from '../support/test-device.ts';

const pop = 'abcd1234';
const right = sec1Client({ pop });
const wrong = sec1Client({ pop: 'a guess' });

/** A device with the brake, of which every judged guess is counted. */
class Bench {
  readonly clock: ManualClock = manualClock();
  readonly protocomm: Protocomm;
  readonly lines: string[] = [];
  /** Moments at which wrong proofs were judged. */
  readonly judged: number[] = [];
  established = 0;

  constructor(security: DeviceSecurity = sec1Device({ pop })) {
    this.protocomm = new Protocomm({
      security,
      brake: guessingBrake(this.clock),
      log: (level, tag, text) => this.lines.push(`${level} ${tag}: ${text}`),
      onSecurityEvent: (event) => {
        if (event === 'credentials-mismatch') this.judged.push(this.clock.now());
        if (event === 'session-established') this.established++;
      },
    });
    this.protocomm.add('proto-ver', () => utf8('v1.1'), 'version');
    this.protocomm.addSecurity('prov-session');
    this.protocomm.add('echo', (request) => request);
  }

  /** Returns the proof of a client that has opened the session `peer` and exchanged keys. */
  async proofOf(peer: number, client: ClientSecurity = wrong): Promise<Bytes> {
    this.protocomm.open(peer);
    const handshake = client.handshake();
    const keys = await this.protocomm.handle(peer, 'prov-session', handshake.next().value as Bytes);
    return handshake.next(keys).value as Bytes;
  }

  prove(peer: number, proof: Bytes, signal?: AbortSignal): Promise<Bytes> {
    return this.protocomm.handle(peer, 'prov-session', proof, { signal });
  }

  /** Sends seven wrong proofs, which are free: after them the brake is on. */
  async brakeOn(client?: ClientSecurity): Promise<void> {
    for (const peer of [1, 2, 3, 101, 102, 103, 104]) {
      expect((await failureOf(this.prove(peer, await this.proofOf(peer, client)))).code).toBe('session/proof-mismatch');
    }
    expect(this.clock.now()).toBe(0);
  }
}

/** Returns the present state of a promise. */
function watch(promise: Promise<unknown>): { state: 'waits' | 'answered' | string } {
  const seen: { state: string } = { state: 'waits' };
  promise.then(
    () => {
      seen.state = 'answered';
    },
    (error: { code?: string }) => {
      seen.state = error.code ?? String(error);
    },
  );
  return seen;
}

async function shakeHands(protocomm: Protocomm, peer: number, security: ClientSecurity): Promise<SecureChannel> {
  const handshake = security.handshake();
  let step = handshake.next();
  while (!step.done) step = handshake.next(await protocomm.handle(peer, 'prov-session', step.value));
  return step.value;
}

describe('the brake on guessing', () => {
  test('lets seven mistakes pass, then makes a proof wait, for ten seconds at most', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    bench.protocomm.open(4);
    await bench.clock.run(shakeHands(bench.protocomm, 4, right));
    expect(bench.clock.now()).toBe(10_000);
    expect(bench.established).toBe(1);
  });

  test('says once that it is on', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    await bench.clock.run(failureOf(bench.prove(4, await bench.proofOf(4))).then(({ code }) => code));
    expect(bench.lines.filter((line) => line.startsWith('warn esp-prov'))).toEqual([
      'warn esp-prov: Many wrong proofs: each one waits for some seconds now',
    ]);
  });

  test('delays neither proto-ver nor keys nor an established session while a proof waits', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    const waiting = watch(bench.prove(4, await bench.proofOf(4)));
    expect(await bench.protocomm.handle(4, 'proto-ver', utf8('---'))).toEqual(utf8('v1.1'));
    expect(await bench.protocomm.handle(9, 'proto-ver', utf8('---'))).toEqual(utf8('v1.1'));
    expect(waiting.state).toBe('waits');
    bench.protocomm.open(5);
    const channel = await bench.clock.run(shakeHands(bench.protocomm, 5, right));
    const began = bench.clock.now();
    expect(channel.open(await bench.protocomm.handle(5, 'echo', channel.seal(utf8('x'))))).toEqual(utf8('x'));
    await bench.proofOf(6);
    expect(bench.clock.now()).toBe(began);
  });

  test('refuses a proof at once when its session is replaced, and never judges it', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    const waiting = watch(bench.prove(4, await bench.proofOf(4)));
    await bench.clock.advance(100);
    bench.protocomm.open(5);
    await bench.clock.advance(0);
    expect(waiting.state).toBe('session/not-established');
    await bench.clock.advance(60_000);
    expect(bench.judged).toHaveLength(7);
  });

  test('refuses a proof at once when its session is opened anew under the same number', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    const waiting = watch(bench.prove(4, await bench.proofOf(4)));
    bench.protocomm.open(4);
    await bench.clock.advance(0);
    expect(waiting.state).toBe('session/not-established');
    await bench.clock.advance(60_000);
    expect(bench.judged).toHaveLength(7);
  });

  test('refuses a proof at once when its session ends, when its client has gone, and when keys are asked for anew', async () => {
    for (const end of ['close', 'abort', 'keys'] as const) {
      const bench = new Bench();
      await bench.brakeOn();
      const gone = new AbortController();
      const waiting = watch(bench.prove(4, await bench.proofOf(4), gone.signal));
      if (end === 'close') bench.protocomm.close(4);
      if (end === 'abort') gone.abort();
      if (end === 'keys') await bench.protocomm.handle(4, 'prov-session', right.handshake().next().value as Bytes);
      await bench.clock.advance(0);
      expect(waiting.state).toBe(end === 'abort' ? 'link/closed' : 'session/not-established');
      await bench.clock.advance(60_000);
      expect(bench.judged).toHaveLength(7);
    }
  });

  test('looks at no proof of a client that had gone before it came', async () => {
    const bench = new Bench();
    const proof = await bench.proofOf(1);
    expect((await failureOf(bench.prove(1, proof, AbortSignal.abort()))).code).toBe('link/closed');
    expect(bench.judged).toEqual([]);
  });

  test('holds one proof of a session, and refuses all further ones without looking at them', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    const proof = await bench.proofOf(4);
    const waiting = Array.from({ length: 20 }, () => watch(bench.prove(4, proof)));
    await bench.clock.advance(0);
    expect(waiting.map(({ state }) => state)).toEqual(['waits', ...Array(19).fill('session/invalid-state')]);
    await bench.clock.advance(10_000);
    expect(waiting[0]?.state).toBe('session/proof-mismatch');
    expect(bench.judged).toHaveLength(8);
  });

  test('counts proofs that come at once from the first one on', async () => {
    const bench = new Bench();
    const proof = await bench.proofOf(1);
    await Promise.all(Array.from({ length: 20 }, () => bench.prove(1, proof).catch(() => undefined)));
    expect(bench.judged.length).toBeLessThanOrEqual(3);
  });

  test('brakes security 2 as it does security 1', async () => {
    const bench = new Bench(sec2Device(makeVerifier('wifiprov', pop, fromHex('036ee0c7bcb9eda84c9eac97d93decf4'))));
    await bench.brakeOn(sec2Client({ username: 'wifiprov', password: 'a guess' }));
    bench.protocomm.open(4);
    await bench.clock.run(shakeHands(bench.protocomm, 4, sec2Client({ username: 'wifiprov', password: pop })));
    expect(bench.clock.now()).toBe(10_000);
  });

  test('is off after thirty quiet seconds, and the mistakes of a person do not put it on', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    await bench.clock.advance(30_000);
    for (let i = 0; i < 12; i++) {
      const before = bench.clock.now();
      await bench.clock.run(failureOf(bench.prove(4, await bench.proofOf(4))).then(({ code }) => code));
      expect(bench.clock.now()).toBe(before);
      await bench.clock.advance(10_000);
    }
  });

  test('is not loosened by the right proofs of the owner', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    for (let i = 0; i < 12; i++) {
      bench.protocomm.open(5);
      await bench.clock.run(shakeHands(bench.protocomm, 5, right));
      await bench.clock.run(failureOf(bench.prove(6, await bench.proofOf(6))).then(({ code }) => code));
    }
    expect(rate(bench.judged)).toBeLessThanOrEqual(0.1);
  });

  test('gives no guess to whoever opens session after session', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    for (let i = 0; i < 60; i++) {
      bench.prove(10 + i, await bench.proofOf(10 + i)).catch(() => undefined);
      await bench.clock.advance(400);
    }
    expect(bench.judged).toHaveLength(7);
  });

  test('gives the most patient guesser one guess in ten seconds, however he spreads and rests', async () => {
    for (const restMs of [0, 1, 5000, 9999, 10_000, 29_999, 30_000, 30_001, 69_999, 70_001]) {
      for (const every of [1, 3, 7]) {
        const clock = manualClock();
        const brake = guessingBrake(clock);
        let judged = 0;
        for (; clock.now() < 600_000; judged++) {
          await clock.run(brake.wait(new AbortController().signal) ?? Promise.resolve());
          brake.wrong();
          if (judged % every === every - 1) await clock.advance(restMs);
        }
        expect(judged - 7).toBeLessThanOrEqual(60);
      }
    }
  });

  test('keeps nothing of those who have gone', async () => {
    const bench = new Bench();
    await bench.brakeOn();
    const proofs: Promise<unknown>[] = [];
    for (let i = 0; i < 60; i++)
      proofs.push(failureOf(bench.prove(10 + i, await bench.proofOf(10 + i))).then(({ code }) => code));
    bench.protocomm.close(69);
    // All of them are refused without any time passing: nothing waits.
    await Promise.all(proofs);
    expect(bench.clock.now()).toBe(0);
  });

  test('lasts over a restart of the service', async () => {
    const device = new TestDevice();
    const guess = async (): Promise<string> => {
      const requests = device.transport.requests;
      if (!requests) throw new Error('the service does not run');
      requests.open(1);
      const handshake = wrong.handshake();
      const keys = await requests.handle(1, 'prov-session', handshake.next().value as Bytes);
      return (await failureOf(requests.handle(1, 'prov-session', handshake.next(keys).value as Bytes))).code;
    };
    const start = () => device.manager.start({ serviceName: 'PROV_1', security: sec1Device({ pop }) });
    await device.clock.run(start());
    for (let i = 0; i < 7; i++) await guess();
    const stopped = device.manager.stop().then(() => device.manager.wait());
    await device.clock.run(stopped);
    const before = device.clock.now();
    await device.clock.run(start());
    await device.clock.run(guess());
    expect(device.clock.now() - before).toBeGreaterThanOrEqual(2000);
  });
});

/** Guesses a second behind the free ones. */
function rate(judged: readonly number[]): number {
  const [from = 0, to = 0] = [judged[6], judged.at(-1)];
  return ((judged.length - 7) * 1000) / (to - from);
}
