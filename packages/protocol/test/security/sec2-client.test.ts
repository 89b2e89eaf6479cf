import { describe, expect, test } from 'vitest';
import { type Bytes, concatBytes, fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { Sec2MsgType } from '../../src/messages/index.ts';
import { encodeResponse } from '../../src/security/sec0/messages.ts';
import { type Sec2ClientOptions, sec2Client } from '../../src/security/sec2/client.ts';
import { primeBytes } from '../../src/security/sec2/group.ts';
import { scrambler } from '../../src/security/sec2/srp.ts';
import type { ClientHandshake } from '../../src/security/security.ts';
import { finish, nextRequest } from '../support/dialogue.ts';
import { codeOf, errorOf } from '../support/error-code.ts';
import {
  carried,
  command0,
  fixed,
  fixedClient,
  fixedDevice,
  response0,
  response1,
  sec2Message,
} from '../support/sec2-parties.ts';

const salt = fromHex(fixed.salt);
const goodProof = fromHex(fixed.deviceProof);
const goodNonce = fromHex(`${fixed.sessionId}00000001`);

let firstAnswer: Bytes | undefined;

/** What the fixed device answers to the fixed client's first message. */
function goodResponse0(): Bytes {
  firstAnswer ??= fixedDevice().accept().respond(nextRequest(fixedClient().handshake()));
  return firstAnswer;
}

/** A client that waits for the first answer. */
function greeting(more?: Partial<Sec2ClientOptions>): ClientHandshake {
  const handshake = fixedClient(more).handshake();
  nextRequest(handshake);
  return handshake;
}

/** A client that has sent its proof. */
function proving(more?: Partial<Sec2ClientOptions>): ClientHandshake {
  const handshake = greeting(more);
  expect(carried(nextRequest(handshake, goodResponse0()))).toEqual({ M1: fixed.clientProof });
  return handshake;
}

test('a client without a user name says so before anything is sent', () => {
  expect(codeOf(() => sec2Client({ username: '', password: 'abcd1234' }))).toBe('session/user-required');
  expect(codeOf(() => sec2Client({ username: new Uint8Array(0), password: '' }))).toBe('session/user-required');
});

test('an empty password is one', () => {
  expect(sec2Client({ username: 'wifiprov', password: '' })).toMatchObject({ version: 2 });
});

test('credentials may be bytes, so that they need not be UTF-8', () => {
  const handshake = sec2Client({ username: fromHex('6a6f73e9'), password: fromHex('ff') }).handshake();
  expect(carried(nextRequest(handshake))['I']).toBe('6a6f73e9');
});

test('every handshake has a key of its own, of 384 bytes', () => {
  const client = sec2Client({ username: 'wifiprov', password: 'abcd1234' });
  const keys = Array.from({ length: 4 }, () => carried(nextRequest(client.handshake()))['A']);
  expect(new Set(keys).size).toBe(4);
  for (const key of keys) expect(key).toHaveLength(768);
});

describe('a client refuses as first answer', () => {
  test.each([
    ['no message', 'ff', 'message/malformed'],
    ['nothing', '', 'session/scheme-mismatch'],
    ['an answer of security 0', toHex(encodeResponse()), 'session/scheme-mismatch'],
    ['the member of security 1 under its own number', '10025a00', 'session/scheme-mismatch'],
    ['its own member under the number of security 1', '10016200', 'session/scheme-mismatch'],
    ['a message without payload', toHex(sec2Message({ msg: Sec2MsgType.RESPONSE0 })), 'message/unexpected'],
    ['the second answer', toHex(response1(goodProof, goodNonce)), 'message/unexpected'],
    ['its own command', toHex(command0(new Uint8Array(384).fill(5), utf8('x'))), 'message/unexpected'],
  ])('%s', (_, answer, code) => {
    expect(codeOf(() => greeting().next(fromHex(answer)))).toBe(code);
  });

  test.each([1, 4, 5, 7, 99])('status %i', (status) => {
    const error = errorOf(() => greeting().next(response0(new Uint8Array(384).fill(5), salt, status)));
    expect(error).toMatchObject({ code: 'device/status', details: { status } });
  });

  test.each([
    ['no public key', new Uint8Array(0), salt],
    ['a public key of 385 bytes', new Uint8Array(385).fill(5), salt],
    ['no salt', new Uint8Array(384).fill(5), new Uint8Array(0)],
  ])('%s', (_, key, anySalt) => {
    expect(codeOf(() => greeting().next(response0(key, anySalt)))).toBe('session/invalid-parameters');
  });

  test.each([
    ['zero in one byte', new Uint8Array(1)],
    ['zero in 384 bytes', new Uint8Array(384)],
    ['the prime itself', primeBytes],
  ])('a public key that is a multiple of the prime: %s', (_, key) => {
    expect(codeOf(() => greeting().next(response0(key, salt)))).toBe('session/weak-key');
  });
});

test('a scrambler of zero is refused by both sides, who share its computation', () => {
  const [a, b] = [Uint8Array.of(2), Uint8Array.of(3)];
  expect(codeOf(() => scrambler(a, b, () => new Uint8Array(64)))).toBe('session/weak-key');
  expect(scrambler(a, b, () => concatBytes(new Uint8Array(63), Uint8Array.of(1)))).toBe(1n);
});

describe('a client refuses as second answer', () => {
  test.each([
    ['no message', 'ff', 'message/malformed'],
    ['nothing', '', 'session/scheme-mismatch'],
    ['an answer of security 0', toHex(encodeResponse()), 'session/scheme-mismatch'],
    ['a message without payload', toHex(sec2Message({ msg: Sec2MsgType.RESPONSE1 })), 'message/unexpected'],
    ['the first answer again', toHex(response0(new Uint8Array(384).fill(5), salt)), 'message/unexpected'],
  ])('%s', (_, answer, code) => {
    expect(codeOf(() => proving().next(fromHex(answer)))).toBe(code);
  });

  test('a status other than success', () => {
    const error = errorOf(() => proving().next(response1(goodProof, goodNonce, 5)));
    expect(error).toMatchObject({ code: 'device/status', details: { status: 5 } });
  });

  test.each([
    ['no proof', ''],
    ['a short one', fixed.deviceProof.slice(0, 126)],
    ['a long one', `${fixed.deviceProof}00`],
    ['one with a wrong first byte', `81${fixed.deviceProof.slice(2)}`],
    ['one with a wrong last byte', `${fixed.deviceProof.slice(0, 126)}c9`],
    ["the client's own proof", fixed.clientProof],
    ['zeros', '00'.repeat(64)],
  ])('as the proof of the device: %s', (_, proof) => {
    expect(codeOf(() => proving().next(response1(fromHex(proof), goodNonce)))).toBe('session/device-unproven');
  });

  test.each([0, 1, 8, 11, 17, 64])('a nonce of %i bytes, whatever the patch level', (length) => {
    const nonce = new Uint8Array(length).fill(7);
    for (const patchVersion of [undefined, 0, 1]) {
      const error = errorOf(() => proving({ patchVersion }).next(response1(goodProof, nonce)));
      expect(error).toMatchObject({ code: 'session/invalid-parameters', details: { length } });
    }
  });
});

describe('the patch level decides how messages are numbered:', () => {
  const seals = (patchVersion: number | undefined, nonce: string): string[] => {
    const channel = finish(proving({ patchVersion }), response1(goodProof, fromHex(nonce)));
    return [channel, channel].map(({ seal }) => toHex(seal(fromHex('5200'))));
  };
  const twelve = `${fixed.sessionId}00000001`;

  test.each([1, 2, undefined])('level %s counts', (patchVersion) => {
    const [first, second] = seals(patchVersion, twelve);
    expect(first).toBe('a4b04aff11b7a4c8f8d437583fe8e7e67024');
    expect(second).not.toBe(first);
  });

  test('level 0 does not, even with a nonce that looks like a counter', () => {
    const [first, second] = seals(0, twelve);
    expect(first).toBe('a4b04aff11b7a4c8f8d437583fe8e7e67024');
    expect(second).toBe(first);
  });

  test('an unknown level with sixteen bytes does not', () => {
    const [first, second] = seals(undefined, 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf');
    expect(second).toBe(first);
  });
});
