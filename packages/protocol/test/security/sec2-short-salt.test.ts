import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../src/bytes.ts';
import { ProvisioningError } from '../../src/errors/provisioning-error.ts';
import { sec2Client } from '../../src/security/sec2/client.ts';
import { sec2Device } from '../../src/security/sec2/device.ts';
import { matchVerifier } from '../../src/security/sec2/match-verifier.ts';
import { makeVerifier, type SaltAndVerifier } from '../../src/security/sec2/verifier.ts';
import type { ClientSecurity } from '../../src/security/security.ts';
import { nextRequest, shakeHands } from '../support/dialogue.ts';
import { errorOf } from '../support/error-code.ts';
import { loadVector } from '../support/load-vector.ts';
import { fixed } from '../support/sec2-parties.ts';

interface ShortSaltCase {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly salt: string;
  readonly salt_significant: number;
  readonly verifier_device_c: string;
  readonly verifier_if_x_over_16: string;
}

const { cases } = loadVector<{ cases: readonly ShortSaltCase[] }>('salt-verifier-short.json');

test('the recorded pairs of the generator have salts of 13 to 16 bytes', () => {
  expect(new Set(cases.map(({ salt_significant }) => salt_significant))).toEqual(new Set([13, 14, 15, 16]));
  expect(cases).toHaveLength(8);
});

describe.each(cases)('the recorded pair $id', (recorded) => {
  const { username, password, salt_significant } = recorded;
  const salt = fromHex(recorded.salt);
  const pair = { salt, verifier: fromHex(recorded.verifier_device_c) };
  const isShort = salt_significant < 16;

  test('is told as what it is with the password, and as nothing with another', () => {
    const match = matchVerifier(username, password, pair);
    if (!isShort) return expect(match).toEqual({});
    expect(match?.reading).toMatchObject({ name: 'short-salt', saltBytes: salt_significant });
    expect(match?.reading?.meaning).toContain(`${salt_significant} bytes`);
    expect(matchVerifier(username, `${password}x`, pair)).toBeUndefined();
    return undefined;
  });

  test('would have another verifier over the salt as it is stored', () => {
    expect(toHex(makeVerifier(username, password, salt).verifier)).toBe(recorded.verifier_if_x_over_16);
    expect(matchVerifier(username, password, makeVerifier(username, password, salt))).toEqual({});
  });

  test('is opened by exactly one reading, which is known to be that one', () => {
    const opening = readingsOf(sec2Client({ username, password })).filter((client) => opens(client, pair));
    // Thirteen bytes are left once in 16 million draws, which is worth no refused proof at every wrong password.
    const expected = salt_significant === 13 ? [] : [isShort ? salt_significant : undefined];
    expect(opening.map(({ reading }) => reading?.saltBytes)).toEqual(expected);
  });
});

test('the readings are tried by likelihood: the rule, the other tool, 15 bytes, 14 bytes', () => {
  const names = (client: ClientSecurity) =>
    readingsOf(client).map(({ reading }) => reading && `${reading.name} ${reading.saltBytes ?? ''}`.trim());
  const shorts = ['short-salt 15', 'short-salt 14'];
  expect(names(sec2Client({ username: 'wifiprov', password: 'abcd1234' }))).toEqual([undefined, ...shorts]);
  const ambiguous = { username: 'wifiprov', password: 'pw0449' };
  expect(names(sec2Client(ambiguous))).toEqual([undefined, 'stripped-hash', ...shorts]);
  expect(names(sec2Client({ ...ambiguous, shortSalt: false }))).toEqual([undefined, 'stripped-hash']);
});

test('a reading of a short salt fits a refusal only where the salt had 16 bytes, which the handshake says', () => {
  const { username, password } = fixed;
  const client = sec2Client({ username, password });
  for (const length of [15, 16, 17, 32]) {
    const device = sec2Device(makeVerifier(username, 'another', new Uint8Array(length).fill(7))).accept();
    const handshake = client.handshake();
    nextRequest(handshake, device.respond(nextRequest(handshake)));
    const cause = new Error('refused');
    const refusal = new ProvisioningError('session/proof-mismatch', 'no', { cause, details: { replaced: false } });
    const told = errorOf(() => handshake.throw(refusal));
    expect(told).toMatchObject({ code: 'session/proof-mismatch', message: 'no', cause });
    expect(told.details).toEqual({ replaced: false, saltLength: length });
    expect(client.fallback?.fits?.(told)).toBe(length === 16);
  }
});

test('any other failure leaves the handshake as it is', () => {
  const { username, password } = fixed;
  const device = sec2Device(makeVerifier(username, password, fromHex(fixed.salt))).accept();
  const handshake = sec2Client({ username, password }).handshake();
  nextRequest(handshake, device.respond(nextRequest(handshake)));
  const failure = new ProvisioningError('link/lost');
  expect(errorOf(() => handshake.throw(failure))).toBe(failure);
});

test.each([1, 2, 3, 17, 32])('a salt of %i bytes that lost one is told too, and never as none', (length) => {
  const salt = new Uint8Array(length).fill(9);
  for (const lost of [1, 2, 3].filter((bytes) => bytes < length)) {
    const { verifier } = makeVerifier('u', 'p', salt.subarray(0, length - lost));
    expect(matchVerifier('u', 'p', { salt, verifier })?.reading?.saltBytes).toBe(length - lost);
  }
  expect(matchVerifier('u', 'p', { salt, verifier: makeVerifier('u', 'p', new Uint8Array(0)).verifier })).toBe(
    undefined,
  );
});

test('a verifier with leading zeros matches as one without', () => {
  const { salt, verifier } = makeVerifier('u', 'p', fromHex(fixed.salt));
  expect(matchVerifier('u', 'p', { salt, verifier: Uint8Array.of(0, 0, ...verifier) })).toEqual({});
});

function readingsOf(client: ClientSecurity): ClientSecurity[] {
  const all: ClientSecurity[] = [];
  for (let each: ClientSecurity | undefined = client; each; each = each.fallback) all.push(each);
  return all;
}

function opens(client: ClientSecurity, pair: SaltAndVerifier): boolean {
  try {
    shakeHands(client, sec2Device(pair));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'session/proof-mismatch' });
    return false;
  }
}
