import { expect, test } from 'vitest';
import { toHex } from '../src/bytes.ts';
import { systemRandom } from '../src/random.ts';
import { replayRandom } from './support/replay-random.ts';

test('the generator of the system gives as many bytes as asked, other ones every time', () => {
  for (const length of [0, 1, 16, 32, 384]) expect(systemRandom(length).length).toBe(length);
  const values = Array.from({ length: 20 }, () => toHex(systemRandom(16)));
  expect(new Set(values).size).toBe(20);
});

test('a replayed generator gives what was recorded, and fails when something else is asked', () => {
  const random = replayRandom('0102', Uint8Array.of(3));
  expect(toHex(random(2))).toBe('0102');
  expect(() => random(2)).toThrow('1 are recorded');
  expect(() => random(1)).toThrow('none are recorded');
});
