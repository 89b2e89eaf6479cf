import { describe, expect, test } from 'vitest';
import { manualClock } from '../src/index.ts';

describe('a clock that is moved by hand', () => {
  test('wakes sleepers in the order of their moments, and shows each its own', async () => {
    const clock = manualClock();
    const woken: string[] = [];
    const sleep = (name: string, ms: number) => clock.sleep(ms).then(() => woken.push(`${name} at ${clock.now()}`));
    const sleeps = [sleep('b', 20), sleep('a', 10), sleep('c', 31)];
    await clock.advance(30);
    expect(woken).toEqual(['a at 10', 'b at 20']);
    expect(clock.now()).toBe(30);
    await clock.advance(1);
    await Promise.all(sleeps);
    expect(woken.at(-1)).toBe('c at 31');
  });

  test('runs a task to its end, over as many sleeps as it takes', async () => {
    const clock = manualClock();
    const task = async () => {
      for (let i = 0; i < 50; i++) await clock.sleep(1000);
      return 'done';
    };
    expect(await clock.run(task())).toBe('done');
    expect(clock.now()).toBe(50_000);
  });

  test('hands on the failure of a task', async () => {
    const clock = manualClock();
    const failure = new Error('of its own');
    await expect(clock.run(clock.sleep(5).then(() => Promise.reject(failure)))).rejects.toBe(failure);
  });

  test('says so when a task waits for nothing that time brings', async () => {
    const clock = manualClock();
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('does not depend on time');
  });

  test('lets long chains of work come to rest before it moves on', async () => {
    const clock = manualClock();
    const alarm = clock.sleep(1000);
    const task = async () => {
      for (let i = 0; i < 1000; i++) await Promise.resolve();
      return clock.now();
    };
    expect(await clock.run(task())).toBe(0);
    await clock.advance(1000);
    await alarm;
  });

  test('lets go of sleepers that are called off, with their reason', async () => {
    const clock = manualClock();
    const caller = new AbortController();
    const reason = new Error('enough');
    const sleep = clock.sleep(1000, { signal: caller.signal });
    caller.abort(reason);
    await expect(sleep).rejects.toBe(reason);
    await expect(clock.sleep(1, { signal: caller.signal })).rejects.toBe(reason);
    await clock.advance(5000);
    expect(clock.now()).toBe(5000);
  });
});
