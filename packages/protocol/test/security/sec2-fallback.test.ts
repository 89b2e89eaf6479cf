import { describe, expect, test } from 'vitest';
import { modPow } from '#power';
import { fromHex, utf8 } from '../../src/bytes.ts';
import { sec2Client } from '../../src/security/sec2/client.ts';
import { sec2Device } from '../../src/security/sec2/device.ts';
import { generator, primeBytes, strip } from '../../src/security/sec2/group.ts';
import { innerHash, makeVerifier, type SaltAndVerifier, secretExponent } from '../../src/security/sec2/verifier.ts';
import { shakeHands } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';
import { fixed } from '../support/sec2-parties.ts';

// Hashes of these begin with one and with two zero bytes.
const ambiguous = ['pw0449', 'pw69', 'pw21333'];
const salt = fromHex(fixed.salt);

describe.each(ambiguous)('for the user wifiprov with the password %s', (password) => {
  const client = sec2Client({ username: 'wifiprov', password, shortSalt: false });
  const { fallback } = client;

  test('a client carries a second reading of the secret, of the same scheme and without a third', () => {
    expect(fallback).toMatchObject({ version: 2, reading: { name: 'stripped-hash' } });
    expect(fallback?.fallback).toBeUndefined();
  });

  test('the first reading fits a device set up by the C generator, the second does not', () => {
    const device = sec2Device(makeVerifier('wifiprov', password, salt));
    expectOpen(client, device);
    expect(codeOf(() => shakeHands(fallback ?? client, device))).toBe('session/proof-mismatch');
  });

  test('the second reading fits a device set up by the Python tool, the first does not', () => {
    const device = sec2Device(pythonVerifier('wifiprov', password));
    expect(codeOf(() => shakeHands(client, device))).toBe('session/proof-mismatch');
    expectOpen(fallback ?? client, device);
  });

  test('a wrong password fits neither reading', () => {
    const device = sec2Device(makeVerifier('wifiprov', 'another', salt));
    for (const reading of [client, fallback ?? client]) {
      expect(codeOf(() => shakeHands(reading, device))).toBe('session/proof-mismatch');
    }
  });
});

test.each(['abcd1234', 'pw0450', ''])('for the password “%s” there is one reading only', (password) => {
  expect(sec2Client({ username: 'wifiprov', password, shortSalt: false }).fallback).toBeUndefined();
});

function expectOpen(client: ReturnType<typeof sec2Client>, device: ReturnType<typeof sec2Device>): void {
  const channels = shakeHands(client, device);
  expect(channels.device.open(channels.client.seal(utf8('x')))).toEqual(utf8('x'));
}

/** What esp_prov --sec2_gen_cred makes: the inner hash has lost its leading zeros. */
function pythonVerifier(username: string, password: string): SaltAndVerifier {
  const x = secretExponent(salt, strip(innerHash(utf8(username), utf8(password))));
  return { salt, verifier: modPow(generator, x, primeBytes) };
}
