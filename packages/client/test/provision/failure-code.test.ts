import { describe, expect, test } from 'vitest';
import { failureCode } from '../../src/index.ts';

describe('the reason of a failed step has its code in the table of errors', () => {
  test.each([
    ['auth-error', 'wifi/auth-error'],
    ['network-not-found', 'wifi/network-not-found'],
    ['disconnected', 'wifi/disconnected'],
    ['unknown', 'wifi/connection-failed'],
  ] as const)('over Wi-Fi: %s', (reason, code) => {
    expect(failureCode(reason)).toBe(code);
    expect(failureCode(reason, 'wifi')).toBe(code);
  });

  test.each([
    ['dataset-invalid', 'thread/invalid-dataset'],
    ['network-not-found', 'thread/network-not-found'],
    ['detached', 'thread/attach-failed'],
    ['unknown', 'thread/attach-failed'],
  ] as const)('over Thread: %s', (reason, code) => {
    expect(failureCode(reason, 'thread')).toBe(code);
  });
});
