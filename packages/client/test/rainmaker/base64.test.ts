import { isProvisioningError } from '@esp-prov/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/rainmaker/base64.ts';

test('bytes become the Base64 that Node makes of them, and come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = encodeBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(decodeBase64(text)).toEqual(bytes);
      expect(decodeBase64(text.replace(/=+$/, ''))).toEqual(bytes);
    }),
  );
});

test.each([
  'a',
  'abcde',
  'ab=c',
  'ab==cd==',
  '====',
  'YW-_',
  'YW Jj',
  'YWJj\n',
  'YWJ',
  'Y\u{1f600}Jj',
  7,
  null,
  undefined,
])('what is no Base64 is refused without being repeated: %j', (text) => {
  const refused = (() => {
    try {
      return decodeBase64(text);
    } catch (error) {
      return error;
    }
  })();
  expect(isProvisioningError(refused, 'usage/invalid-option') && refused.message).toBe(
    'the data for an endpoint are no Base64',
  );
});
