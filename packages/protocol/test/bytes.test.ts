import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  concatBytes,
  decodeUtf8,
  encodeText,
  equalConstantTime,
  fromHex,
  toHex,
  utf8,
  xorBytes,
} from '../src/bytes.ts';
import { arbitraryText } from './support/arbitrary-text.ts';

const bytes = fc.uint8Array({ maxLength: 40 });

test('hexadecimal digits come back as the bytes that they were made of', () => {
  fc.assert(
    fc.property(bytes, (bytes) => {
      expect(toHex(bytes)).toMatch(/^([0-9a-f]{2})*$/);
      expect(Array.from(fromHex(toHex(bytes)))).toEqual(Array.from(bytes));
      expect(Array.from(fromHex(toHex(bytes).toUpperCase()))).toEqual(Array.from(bytes));
    }),
  );
});

test.each(['0', 'abc', '0g', '0x00', ' 00', '00 ', '0 0', '٠٠', '-1', '1.'])(
  'the text %j is not hexadecimal',
  (text) => {
    expect(() => fromHex(text)).toThrow(TypeError);
  },
);

test('no digits are no bytes', () => {
  expect(fromHex('')).toEqual(new Uint8Array(0));
  expect(toHex(new Uint8Array(0))).toBe('');
});

test('text comes back from its UTF-8 bytes', () => {
  fc.assert(
    fc.property(arbitraryText(20), (text) => {
      expect(decodeUtf8(utf8(text))).toBe(text);
    }),
  );
});

test('text in Latin-1 is one byte for each character, and UTF-8 unless asked for', () => {
  expect(toHex(encodeText('clé ÿ', 'latin1'))).toBe('636ce920ff');
  expect(encodeText('clé ÿ')).toEqual(utf8('clé ÿ'));
});

test.each(['€', 'Ā', '🔑', '\ud83d'])('Latin-1 has no byte for %j', (text) => {
  expect(() => encodeText(text, 'latin1')).toThrow(TypeError);
});

test('a byte-order mark is a character like any other', () => {
  expect(decodeUtf8(fromHex('efbbbf41'))).toBe('\ufeffA');
});

test.each(['ff', 'c3', 'c328', 'eda080', 'f4908080', 'c080'])('the bytes %s are no text', (hex) => {
  expect(decodeUtf8(fromHex(hex))).toBeUndefined();
});

test('parts are joined in order, into a buffer of their own', () => {
  fc.assert(
    fc.property(fc.array(bytes), (parts) => {
      const joined = concatBytes(...parts);
      expect(Array.from(joined)).toEqual(parts.flatMap((part) => Array.from(part)));
      expect(joined.buffer.byteLength).toBe(joined.length);
    }),
  );
});

test('a view into a larger buffer is joined, printed and combined by its own bytes', () => {
  const view = fromHex('00112233').subarray(1, 3);
  expect(toHex(view)).toBe('1122');
  expect(toHex(concatBytes(view, view))).toBe('11221122');
  expect(toHex(xorBytes(view, fromHex('ffff')))).toBe('eedd');
  expect(equalConstantTime(view, fromHex('1122'))).toBe(true);
});

test('XOR with the same bytes twice changes nothing', () => {
  const pair = fc.integer({ min: 0, max: 40 }).chain((length) => {
    const bytes = fc.uint8Array({ minLength: length, maxLength: length });
    return fc.tuple(bytes, bytes);
  });
  fc.assert(
    fc.property(pair, ([a, b]) => {
      expect(toHex(xorBytes(xorBytes(a, b), b))).toBe(toHex(a));
      expect(toHex(xorBytes(a, a))).toBe('00'.repeat(a.length));
    }),
  );
});

test('bytes of two lengths cannot be combined', () => {
  expect(() => xorBytes(new Uint8Array(2), new Uint8Array(3))).toThrow(RangeError);
});

test('two arrays are equal when they hold the same bytes', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(equalConstantTime(a, Uint8Array.from(a))).toBe(true);
      expect(equalConstantTime(a, b)).toBe(toHex(a) === toHex(b));
    }),
  );
});

test('one bit anywhere makes two arrays differ', () => {
  const bytes = fromHex('000102030405060708090a0b0c0d0e0f');
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const other = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(equalConstantTime(bytes, other)).toBe(false);
  }
  expect(equalConstantTime(bytes, bytes.subarray(1))).toBe(false);
});
