import { describe, expect, test } from 'vitest';
import { patienceMs } from '../../src/reach/patience.ts';

describe('the limit of a scan and of a handshake', () => {
  test('is that of the library unless one answer may take longer than usual', () => {
    expect(patienceMs({ byHand: false, exchangeTimeout: 60 })).toBeUndefined();
    expect(patienceMs({ byHand: false, exchangeTimeout: 300 })).toBe(600_000);
  });

  test('is an hour where a person carries the messages', () => {
    expect(patienceMs({ byHand: true, exchangeTimeout: 60 })).toBe(3_600_000);
  });
});
