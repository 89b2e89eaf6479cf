import { expect, test } from 'vitest';
import { takeLock } from '../../src/app/tab-lock.ts';
import { unloadGuard } from '../../src/app/unload-guard.ts';

/** Locks of one name each, as a browser has them. */
function fakeLocks() {
  const taken = new Set<string>();
  return {
    async request(name: string, _: { readonly ifAvailable: true }, task: (lock: unknown) => unknown) {
      if (taken.has(name)) return await task(null);
      taken.add(name);
      try {
        return await task({ name });
      } finally {
        taken.delete(name);
      }
    },
  };
}

test('one tab has a lock until it gives it back', async () => {
  const locks = fakeLocks();
  const release = await takeLock(locks, 'device');
  expect(release).toBeTypeOf('function');
  expect(await takeLock(locks, 'device')).toBeUndefined();
  expect(await takeLock(locks, 'another')).toBeTypeOf('function');
  release?.();
  await Promise.resolve();
  expect(await takeLock(locks, 'device')).toBeTypeOf('function');
});

test('a browser that refuses locks says so', async () => {
  const locks = { request: () => Promise.reject(new Error('insecure')) };
  await expect(takeLock(locks, 'device')).rejects.toThrow('insecure');
});

test('the browser asks before the page is left only while something would be lost', () => {
  const target = new EventTarget();
  const guard = unloadGuard(target);
  const asks = () => !target.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(asks()).toBe(false);
  guard(true);
  guard(true);
  expect(asks()).toBe(true);
  guard(false);
  expect(asks()).toBe(false);
});
