import { describe, expect, test } from 'vitest';
import { withDeadline } from '../src/clock.ts';
import { systemClock } from '../src/system-clock.ts';
import { ManualClock } from './support/manual-clock.ts';

const late = new Error('too late');
const called = new Error('called off');

describe('a task with a time limit', () => {
  test('hands on its value, and leaves nobody asleep', async () => {
    const clock = new ManualClock();
    await expect(withDeadline({ clock, ms: 100, reason: () => late }, async () => 'done')).resolves.toBe('done');
    expect(clock.sleeping).toBe(0);
  });

  test('hands on its error, and leaves nobody asleep', async () => {
    const clock = new ManualClock();
    const failure = new Error('of its own');
    const task = withDeadline({ clock, ms: 100, reason: () => late }, () => Promise.reject(failure));
    await expect(task).rejects.toBe(failure);
    expect(clock.sleeping).toBe(0);
  });

  test('may take all of its time but one millisecond', async () => {
    const clock = new ManualClock();
    const task = withDeadline({ clock, ms: 100, reason: () => late }, async (signal) => {
      await clock.sleep(99, { signal });
      return clock.now();
    });
    await clock.advance(99);
    await expect(task).resolves.toBe(99);
  });

  test('is aborted with the reason when its time is over', async () => {
    const clock = new ManualClock();
    const outcome = expect(
      withDeadline({ clock, ms: 100, reason: () => late }, (signal) => clock.sleep(1000, { signal })),
    ).rejects.toBe(late);
    await clock.advance(100);
    await outcome;
    expect(clock.now()).toBe(100);
    expect(clock.sleeping).toBe(0);
  });

  test('is asked for its reason only when the time is over', async () => {
    const clock = new ManualClock();
    let asked = 0;
    const reason = () => {
      asked += 1;
      return late;
    };
    await withDeadline({ clock, ms: 100, reason }, async () => undefined);
    await clock.advance(1000);
    expect(asked).toBe(0);
  });

  test('is aborted with the reason of its caller, unchanged', async () => {
    const clock = new ManualClock();
    const caller = new AbortController();
    const options = { clock, ms: 100, reason: () => late, signal: caller.signal };
    const outcome = expect(withDeadline(options, (signal) => clock.sleep(50, { signal }))).rejects.toBe(called);
    caller.abort(called);
    await outcome;
    expect(clock.sleeping).toBe(0);
  });

  test('does not begin when its caller has called it off already', async () => {
    const clock = new ManualClock();
    let begun = false;
    const options = { clock, ms: 100, reason: () => late, signal: AbortSignal.abort(called) };
    const task = withDeadline(options, async () => {
      begun = true;
    });
    await expect(task).rejects.toBe(called);
    expect(begun).toBe(false);
    expect(clock.sleeping).toBe(0);
  });

  test('is not aborted by a limit that passes after its end', async () => {
    const clock = new ManualClock();
    let seen: AbortSignal | undefined;
    await withDeadline({ clock, ms: 100, reason: () => late }, async (signal) => {
      seen = signal;
    });
    await clock.advance(1000);
    expect(seen?.aborted).toBe(false);
  });
});

describe('the clock of the machine', () => {
  test('goes on while one sleeps', async () => {
    const before = systemClock.now();
    await systemClock.sleep(5);
    // Timers may fire up to a millisecond early against the clock that is read.
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
  });

  test('wakes at once, with the reason, whoever is called off', async () => {
    const caller = new AbortController();
    const sleep = systemClock.sleep(60_000, { signal: caller.signal });
    caller.abort(called);
    await expect(sleep).rejects.toBe(called);
  });

  test('does not let anybody sleep who was called off before', async () => {
    await expect(systemClock.sleep(60_000, { signal: AbortSignal.abort(called) })).rejects.toBe(called);
  });
});

describe('the clock that tests move by hand', () => {
  test('stands still, and wakes sleepers in the order of their time', async () => {
    const clock = new ManualClock();
    const woken: string[] = [];
    const sleeps = [
      clock.sleep(20).then(() => woken.push(`b at ${clock.now()}`)),
      clock.sleep(10).then(() => woken.push(`a at ${clock.now()}`)),
      clock.sleep(31).then(() => woken.push(`c at ${clock.now()}`)),
    ];
    await clock.advance(30);
    expect(woken).toEqual(['a at 10', 'b at 20']);
    expect(clock.now()).toBe(30);
    await clock.advance(1);
    await Promise.all(sleeps);
    expect(woken).toEqual(['a at 10', 'b at 20', 'c at 31']);
  });
});
