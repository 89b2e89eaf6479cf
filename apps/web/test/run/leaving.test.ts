import { wrapTransport } from '@esp-prov/client';
import { untilAborted } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { limitedTake } from '../../src/run/limited.ts';
import { bench } from '../support/bench.ts';

test('what comes about after its limit is given up, and what comes about in time is not', async () => {
  const clock = manualClock();
  const left: string[] = [];
  const late = limitedTake(
    { clock, ms: 1000, what: 'it' },
    () => clock.sleep(2000).then(() => 'late'),
    (it) => left.push(it),
  );
  await expect(clock.run(late)).rejects.toMatchObject({ code: 'link/timeout' });
  await clock.advance(2000);
  expect(left).toEqual(['late']);
  const taken = await limitedTake(
    { clock, ms: 1000, what: 'it' },
    async () => 'in time',
    (it) => left.push(it),
  );
  await clock.advance(2000);
  expect([taken, ...left]).toEqual(['in time', 'late']);
});

test('a lock that is granted after the device was left is given back', async () => {
  let grant: (release: () => void) => void = () => undefined;
  const granting = new Promise<() => void>((resolve) => {
    grant = resolve;
  });
  await using at = await bench(1, {
    world: {
      ways: () => [{ way: 'softap', obstacle: undefined, ready: true }],
      openServed: () => new Promise(() => undefined),
      lock: () => granting,
    },
  });
  at.do({ kind: 'take-way', way: 'softap' });
  await at.clock.advance(100);
  at.do({ kind: 'cancel' });
  let releases = 0;
  grant(() => releases++);
  await at.clock.advance(100);
  expect(releases).toBe(1);
});

test('a browser that refuses locks, as in a sandbox, keeps nobody from the device', async () => {
  await using at = await bench(1, {
    world: {
      ways: () => [{ way: 'softap', obstacle: undefined, ready: true }],
      openServed: () => new Promise(() => undefined),
      lock: () => Promise.reject(new DOMException('no locks here', 'SecurityError')),
    },
  });
  at.do({ kind: 'take-way', way: 'softap' });
  await at.clock.advance(100);
  expect(at.runner.state.screen).toMatchObject({ name: 'softap', stage: 'checking' });
});

test('a link is closed before another one to the same device is opened', async () => {
  const happened: string[] = [];
  await using at = await bench(1, {
    wrap: (inner, clock) => {
      happened.push('opened');
      const silent = new AbortController();
      const transport = wrapTransport(
        inner,
        // Silent: the device is left while it has not answered yet.
        (_endpoint, _request, options) => untilAborted(new Promise(() => undefined), options?.signal ?? silent.signal),
      );
      return {
        ...transport,
        async [Symbol.asyncDispose]() {
          await clock.sleep(500);
          happened.push('closed');
          await inner[Symbol.asyncDispose]();
        },
      };
    },
  });
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('connecting', ({ step }) => step === 'read');
  at.do({ kind: 'cancel' });
  at.do({ kind: 'take-way', way: 'virtual' });
  await at.until('connecting', ({ step }) => step === 'read');
  expect(happened).toEqual(['opened', 'closed', 'opened']);
});
