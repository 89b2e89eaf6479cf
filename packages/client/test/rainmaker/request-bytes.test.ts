import { isProvisioningError } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { requestBytes } from '../../src/rainmaker/request-bytes.ts';

test('Base64 becomes bytes, with and without its padding', () => {
  expect(requestBytes('AP8=')).toEqual(Uint8Array.of(0, 0xff));
  expect(requestBytes('AP8')).toEqual(Uint8Array.of(0, 0xff));
});

test.each(['ab==cd==', 'YWJj\n', 7, null, undefined])(
  'what is no Base64 is refused without being repeated: %j',
  (data) => {
    const refused = (() => {
      try {
        return requestBytes(data);
      } catch (error) {
        return error;
      }
    })();
    expect(isProvisioningError(refused, 'usage/invalid-option') && refused.message).toBe(
      'the data for an endpoint are no Base64',
    );
  },
);
