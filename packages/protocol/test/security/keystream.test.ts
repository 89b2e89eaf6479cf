import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aes256Ctr } from '#crypto';
import { type Bytes, concatBytes, fromHex, toHex, xorBytes } from '../../src/bytes.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const key = Uint8Array.from({ length: 32 }, (_, i) => 7 * i);
const lastCounter = new Uint8Array(16).fill(0xff);

test('one byte at a time gives what all bytes at once give', () => {
  fc.assert(
    fc.property(bytes(32), bytes(16), fc.uint8Array({ maxLength: 100 }), (key, counter, data) => {
      const stream = aes256Ctr(key, counter);
      const slices = Array.from(data, (byte) => stream.apply(Uint8Array.of(byte)));
      expect(toHex(concatBytes(...slices))).toBe(toHex(aes256Ctr(key, counter).apply(data)));
    }),
  );
});

test('slices of any length give the keystream of the block cipher, from any counter', () => {
  const nearCarry = fc.tuple(bytes(12), fc.constantFrom('fffffffe', 'ffffffff', '000000ff')).map(([head, tail]) => {
    return concatBytes(head, fromHex(tail));
  });
  const slices = fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 12 });
  fc.assert(
    fc.property(bytes(32), fc.oneof(bytes(16), nearCarry, fc.constant(lastCounter)), slices, (key, counter, slices) => {
      const stream = aes256Ctr(key, counter);
      const whole = concatBytes(...slices);
      const applied = concatBytes(...slices.map((slice) => stream.apply(slice)));
      expect(toHex(applied)).toBe(toHex(xorBytes(whole, blockKeystream(key, counter, whole.length))));
    }),
  );
});

test('the counter of all ones is followed by zero, also when a slice ends between them', () => {
  const expected = toHex(blockKeystream(key, lastCounter, 48));
  expect(toHex(aes256Ctr(key, lastCounter).apply(new Uint8Array(48)))).toBe(expected);
  for (let cut = 0; cut <= 48; cut++) {
    const stream = aes256Ctr(key, lastCounter);
    const halves = [stream.apply(new Uint8Array(cut)), stream.apply(new Uint8Array(48 - cut))];
    expect(toHex(concatBytes(...halves))).toBe(expected);
  }
});

test('a view into a larger buffer counts by its own bytes, and no input is changed', () => {
  const backing = Uint8Array.from({ length: 64 }, (_, i) => i);
  const viewed = aes256Ctr(key, backing.subarray(3, 19)).apply(backing.subarray(21, 50));
  const copied = aes256Ctr(Uint8Array.from(key), backing.slice(3, 19)).apply(backing.slice(21, 50));
  expect(toHex(viewed)).toBe(toHex(copied));
  expect(Array.from(backing)).toEqual(Array.from({ length: 64 }, (_, i) => i));
});

test('a counter block that its owner changes afterwards does not change the stream', () => {
  const counter = new Uint8Array(16);
  const stream = aes256Ctr(key, counter);
  counter.fill(9);
  expect(toHex(stream.apply(new Uint8Array(32)))).toBe(toHex(blockKeystream(key, new Uint8Array(16), 32)));
});

/** The keystream by definition: the counters one after another through the bare block cipher. */
function blockKeystream(key: Uint8Array, initialCounter: Uint8Array, length: number): Bytes {
  const first = BigInt(`0x${toHex(initialCounter)}`);
  const counters = Array.from({ length: Math.ceil(length / 16) }, (_, i) =>
    fromHex(
      BigInt.asUintN(128, first + BigInt(i))
        .toString(16)
        .padStart(32, '0'),
    ),
  );
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return new Uint8Array(cipher.update(concatBytes(...counters))).slice(0, length);
}
