import { describe, expect, test } from 'vitest';
import { type Bytes, fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { Status } from '../../src/messages/index.ts';
import { encodeResponse } from '../../src/security/sec0/messages.ts';
import { sec1Client } from '../../src/security/sec1/client.ts';
import type { SecureChannel } from '../../src/security/security.ts';
import { finish, nextRequest } from '../support/dialogue.ts';
import { codeOf, errorOf } from '../support/error-code.ts';
import { lowOrderPoints } from '../support/low-order-points.ts';
import { command0, command1, fixed, fixedClient, response0, response1, sec1Message } from '../support/sec1-parties.ts';

const devicePublic = fromHex(fixed.devicePublic);
const deviceRandom = fromHex(fixed.deviceRandom);
const goodResponse0 = response0(devicePublic, deviceRandom);
const goodResponse1 = response1(fromHex(fixed.deviceVerify));

test('a client proves itself and checks the device, with the values of the protocol notes', () => {
  const handshake = fixedClient().handshake();
  expect(toHex(nextRequest(handshake))).toBe(toHex(command0(fixed.clientPublic)));
  expect(toHex(nextRequest(handshake, goodResponse0))).toBe(toHex(command1(fixed.clientVerify)));
  const channel = finish(handshake, goodResponse1);
  expect(toHex(channel.seal(fromHex('5200')))).toBe('af7c');
  expect(toHex(channel.open(fromHex('4cb2857d48d7')))).toBe('08015a021001');
});

test('every handshake of a client begins with a key of its own', () => {
  const client = sec1Client();
  const requests = Array.from({ length: 5 }, () => toHex(nextRequest(client.handshake())));
  expect(new Set(requests).size).toBe(5);
});

test.each([
  ['left out', undefined],
  ['empty text', ''],
  ['no bytes', new Uint8Array(0)],
])('a proof of possession that is %s does not enter the key', (_, pop) => {
  const handshake = fixedClientWithPop(pop).handshake();
  nextRequest(handshake);
  const bare = sec1Client({ random: () => fromHex(fixed.clientPrivate) }).handshake();
  nextRequest(bare);
  expect(toHex(nextRequest(handshake, goodResponse0))).toBe(toHex(nextRequest(bare, goodResponse0)));
});

test('a proof of possession may be given as text or as its UTF-8 bytes', () => {
  const proofs = ['pässwört ☃', utf8('pässwört ☃')].map((pop) => {
    const handshake = fixedClientWithPop(pop).handshake();
    nextRequest(handshake);
    return toHex(nextRequest(handshake, goodResponse0));
  });
  expect(proofs[0]).toBe(proofs[1]);
});

describe('a client refuses as first answer', () => {
  test.each([
    ['bytes that are no message', fromHex('10015aff'), 'message/malformed'],
    ['no bytes at all', new Uint8Array(0), 'session/scheme-mismatch'],
    ['an answer of security 0', encodeResponse(), 'session/scheme-mismatch'],
    ['its own member under the number of security 0', sec1Message({ msg: 1 }, 0), 'session/scheme-mismatch'],
    ['its own member under the number of security 2', sec1Message({ msg: 1 }, 2), 'session/scheme-mismatch'],
    ['its own member under an unknown number', sec1Message({ msg: 1 }, 9), 'session/scheme-mismatch'],
    ['the member of security 2 under its own number', fromHex('10016200'), 'session/scheme-mismatch'],
    ['a message without payload', sec1Message({ msg: 1 }), 'message/unexpected'],
    ['a command', command0(devicePublic), 'message/unexpected'],
    ['the second answer', goodResponse1, 'message/unexpected'],
    ['no public key', response0(new Uint8Array(0), deviceRandom), 'session/invalid-parameters'],
    ['a public key of 31 bytes', response0(devicePublic.slice(1), deviceRandom), 'session/invalid-parameters'],
    ['a public key of 33 bytes', response0(new Uint8Array(33).fill(9), deviceRandom), 'session/invalid-parameters'],
    ['no random value', response0(devicePublic, new Uint8Array(0)), 'session/invalid-parameters'],
    ['a random value of 12 bytes', response0(devicePublic, new Uint8Array(12)), 'session/invalid-parameters'],
    ['a random value of 17 bytes', response0(devicePublic, new Uint8Array(17)), 'session/invalid-parameters'],
  ] as const)('%s', (_, answer, code) => {
    expect(codeOf(() => answerFirst(answer))).toBe(code);
  });

  test('a status that is not success, even beside good values', () => {
    const error = errorOf(() => answerFirst(response0(devicePublic, deviceRandom, Status.INTERNAL_ERROR)));
    expect(error.code).toBe('device/status');
    expect(error.details).toEqual({ status: 5 });
  });

  test('a status that no version of the protocol has', () => {
    const error = errorOf(() => answerFirst(response0(devicePublic, deviceRandom, 77)));
    expect(error.code).toBe('device/status');
    expect(error.details).toEqual({ status: 77 });
  });

  test.each(lowOrderPoints)('the low-order point $name', ({ key }) => {
    expect(codeOf(() => answerFirst(response0(key, deviceRandom)))).toBe('session/weak-key');
  });
});

describe('a client refuses as second answer', () => {
  test.each([
    ['bytes that are no message', fromHex('10015aff'), 'message/malformed'],
    ['an answer of security 0', encodeResponse(), 'session/scheme-mismatch'],
    ['a message without payload', sec1Message({ msg: 3 }), 'message/unexpected'],
    ['the first answer once more', goodResponse0, 'message/unexpected'],
    ['its own proof sent back', command1(fixed.clientVerify), 'message/unexpected'],
    ['a status that is not success', response1(fromHex(fixed.deviceVerify), Status.CRYPTO_ERROR), 'device/status'],
    ['a proof that is missing', response1(new Uint8Array(0)), 'session/device-unproven'],
    ['a proof with one bit changed', response1(changed(fromHex(fixed.deviceVerify), 31)), 'session/device-unproven'],
    ['a proof cut short', response1(fromHex(fixed.deviceVerify).slice(0, 31)), 'session/device-unproven'],
    ['a proof and one byte', response1(fromHex(`${fixed.deviceVerify}00`)), 'session/device-unproven'],
    ['the verify data of the client itself', response1(fromHex(fixed.clientVerify)), 'session/device-unproven'],
    ["the client's public key in the clear", response1(fromHex(fixed.clientPublic)), 'session/device-unproven'],
  ] as const)('%s', (_, answer, code) => {
    expect(codeOf(() => answerSecond(answer))).toBe(code);
  });
});

test('a handshake that failed yields nothing more', () => {
  const handshake = fixedClient().handshake();
  nextRequest(handshake);
  expect(codeOf(() => handshake.next(fromHex('ff')))).toBe('message/malformed');
  expect(handshake.next(goodResponse0)).toEqual({ done: true, value: undefined });
});

function fixedClientWithPop(pop: string | Uint8Array | undefined) {
  return sec1Client({ pop, random: () => fromHex(fixed.clientPrivate) });
}

function answerFirst(answer: Uint8Array): Bytes {
  const handshake = fixedClient().handshake();
  nextRequest(handshake);
  return nextRequest(handshake, answer);
}

function answerSecond(answer: Uint8Array): SecureChannel {
  const handshake = fixedClient().handshake();
  nextRequest(handshake);
  nextRequest(handshake, goodResponse0);
  return finish(handshake, answer);
}

function changed(bytes: Bytes, index: number): Bytes {
  return bytes.map((byte, i) => (i === index ? byte ^ 1 : byte));
}
