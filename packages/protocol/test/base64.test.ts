import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../src/index.ts';

test('bytes become the Base64 that Node makes of them, and come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(text)).toEqual(bytes);
      expect(fromBase64(text.replace(/=+$/, ''))).toEqual(bytes);
    }),
  );
});

test.each(['a', 'abcde', 'ab=c', 'ab==cd==', '====', 'YW-_', 'YW Jj', 'YWJj\n', 'YWJ', 'Y\u{1f600}Jj'])(
  'what is no Base64 is refused without being repeated: %j',
  (text) => {
    expect(() => fromBase64(text)).toThrow(new TypeError('Expected Base64, for example AP8='));
  },
);
