import { ProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../src/index.ts';

const lost = new ProvisioningError('link/lost');
const other = new TypeError('a fault of the test');

describe('the error by which a task fails', () => {
  test('is the one that a promise is rejected with, or that a call throws', async () => {
    expect(await failureOf(Promise.reject(lost))).toBe(lost);
    expect(
      failureOf(() => {
        throw lost;
      }),
    ).toBe(lost);
  });

  test('is not found where there is none', async () => {
    await expect(failureOf(Promise.resolve(lost))).rejects.toThrow('expected: a failure');
    expect(() => failureOf(() => lost)).toThrow('expected: a failure');
  });

  test('is none of this project where the test itself is at fault', async () => {
    await expect(failureOf(Promise.reject(other))).rejects.toBe(other);
    const failing = () =>
      failureOf(() => {
        throw other;
      });
    expect(failing).toThrow(other);
  });
});
