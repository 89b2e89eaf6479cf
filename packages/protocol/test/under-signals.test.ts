import { getEventListeners } from 'node:events';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { underSignals, withDeadline } from '../src/index.ts';

/** Returns how much a signal keeps of those that depend on it: listeners, and records of the runtime. */
function keptBy(signal: AbortSignal): number {
  const own = Object.getOwnPropertySymbols(signal).map((key) => Reflect.get(signal, key));
  // Node counts those that depend on a signal in a set without the prototype of others.
  const records = own.map((value) => Number(value?.size ?? 0)).reduce((sum, size) => sum + size, 0);
  return records + getEventListeners(signal, 'abort').length;
}

describe('underSignals', () => {
  test.each([0, 1])('aborts with the reason of signal %i', async (index) => {
    const all = [new AbortController(), new AbortController()];
    const reason = new Error('enough');
    const ended = underSignals([...all.map(({ signal }) => signal), undefined], async (signal) => {
      all[index]?.abort(reason);
      return signal.reason;
    });
    expect(await ended).toBe(reason);
  });

  test('does not begin under one that is aborted', async () => {
    const reason = new Error('enough');
    let begun = false;
    const task = async () => {
      begun = true;
    };
    await expect(underSignals([undefined, AbortSignal.abort(reason)], task)).rejects.toBe(reason);
    expect(begun).toBe(false);
  });

  test('leaves nothing behind, however it ends', async () => {
    const { signal } = new AbortController();
    for (let i = 0; i < 10; i++) await underSignals([signal], async () => i);
    await underSignals([signal], () => Promise.reject(new Error('failed'))).catch(() => undefined);
    expect(keptBy(signal)).toBe(0);
  });
});

test('a time limit leaves nothing behind at the signal of its caller', async () => {
  const { signal } = new AbortController();
  const limit = { clock: manualClock(), ms: 1000, reason: () => new Error('late'), signal };
  for (let i = 0; i < 10; i++) await withDeadline(limit, async () => i);
  expect(keptBy(signal)).toBe(0);
});
