import { describe, expect, test } from 'vitest';
import { type Bytes, concatBytes, fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { Sec2MsgType } from '../../src/messages/index.ts';
import { encodeCommand } from '../../src/security/sec0/messages.ts';
import { sec2Device } from '../../src/security/sec2/device.ts';
import { clientKeys, clientPublicKey } from '../../src/security/sec2/srp.ts';
import { innerHash } from '../../src/security/sec2/verifier.ts';
import type { DeviceHandshake } from '../../src/security/security.ts';
import { computedHere } from '../support/computed-here.ts';
import { channelOf, finish, nextRequest, shakeHands } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';
import { replayRandom } from '../support/replay-random.ts';
import {
  carried,
  command0,
  command1,
  fixed,
  fixedClient,
  fixedDevice,
  fixedVerifier,
  response0,
  response1,
  sec2Message,
} from '../support/sec2-parties.ts';

const clientPublic = computedHere(clientPublicKey(fromHex(fixed.clientPrivate)));
const username = utf8(fixed.username);
const goodCommand0 = command0(clientPublic, username);
const goodCommand1 = command1(fromHex(fixed.clientProof));
const goodResponse1 = toHex(response1(fromHex(fixed.deviceProof), fromHex(`${fixed.sessionId}00000001`)));
const firstSealed = fromHex('a4b04aff11b7a4c8f8d437583fe8e7e67024');

test('a device needs sessions and has patch level 1 unless told otherwise', () => {
  expect(fixedDevice()).toMatchObject({ version: 2, patchVersion: 1, hasSessions: true });
  expect(fixedDevice({ patchVersion: 0 })).toMatchObject({ patchVersion: 0 });
});

test.each([
  ['no salt', new Uint8Array(0), Uint8Array.of(5)],
  ['no verifier', Uint8Array.of(5), new Uint8Array(0)],
  ['a verifier of 385 bytes', Uint8Array.of(5), new Uint8Array(385).fill(1)],
])('a device cannot be made with %s', (_, salt, verifier) => {
  expect(() => sec2Device({ salt, verifier })).toThrow(RangeError);
});

test('every handshake has a public key and a nonce of its own', () => {
  const device = sec2Device(fixedVerifier());
  const answers = Array.from({ length: 3 }, () => carried(device.accept().respond(goodCommand0))['B']);
  expect(new Set(answers).size).toBe(3);
  const nonces = Array.from({ length: 3 }, () => {
    const accepted = device.accept();
    const handshake = fixedClient().handshake();
    const proof = nextRequest(handshake, accepted.respond(nextRequest(handshake)));
    return carried(accepted.respond(proof))['nonce'];
  });
  expect(new Set(nonces).size).toBe(3);
  for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{16}00000001$/);
});

describe('a device refuses at any time', () => {
  const unknown = (msg: number): Bytes =>
    sec2Message({
      msg: msg as Sec2MsgType,
      payload: { case: 'command1', value: { clientProof: fromHex(fixed.clientProof) } },
    });
  const requests = [
    ['bytes that are no message', fromHex('100262ff'), 'message/malformed'],
    ['no bytes at all', new Uint8Array(0), 'session/scheme-mismatch'],
    ['a greeting of security 0', encodeCommand(), 'session/scheme-mismatch'],
    ['its own member under the number of security 0', sec2Message({ msg: 0 }, 0), 'session/scheme-mismatch'],
    ['its own member under the number of security 1', sec2Message({ msg: 0 }, 1), 'session/scheme-mismatch'],
    ['its own member under an unknown number', sec2Message({ msg: 0 }, 3), 'session/scheme-mismatch'],
    ['the member of security 0 under its own number', fromHex('10025200'), 'session/scheme-mismatch'],
    ['the member of security 1 under its own number', fromHex('10025a00'), 'session/scheme-mismatch'],
    ['its number without a member', fromHex('1002'), 'session/scheme-mismatch'],
    ['a message without payload', sec2Message({ msg: 0 }), 'message/unexpected'],
    ['a second command without payload', sec2Message({ msg: Sec2MsgType.COMMAND1 }), 'message/unexpected'],
    ['a first command that carries a proof', unknown(0), 'message/unexpected'],
    ['message number 4', unknown(4), 'message/unexpected'],
    ['message number -1', unknown(-1), 'message/unexpected'],
    ['response 0', response0(clientPublic, Uint8Array.of(1)), 'message/unexpected'],
    ['response 1', response1(fromHex(fixed.clientProof), new Uint8Array(12)), 'message/unexpected'],
  ] as const;

  test.each(requests)('%s', (_, request, code) => {
    const handshake = fixedDevice().accept();
    expect(codeOf(() => handshake.respond(request))).toBe(code);
    expect(handshake.channel).toBeUndefined();
  });

  test('all of these without losing a handshake that is under way or done', () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    for (const [, request, code] of requests) expect(codeOf(() => handshake.respond(request))).toBe(code);
    expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
    for (const [, request, code] of requests) expect(codeOf(() => handshake.respond(request))).toBe(code);
    expect(toHex(channelOf(handshake).open(firstSealed))).toBe('5200');
  });
});

describe('a device refuses as command 0', () => {
  test.each([0, 385, 768])('a public key of %i bytes', (length) => {
    const handshake = fixedDevice().accept();
    const request = command0(new Uint8Array(length).fill(9), username);
    expect(codeOf(() => handshake.respond(request))).toBe('session/invalid-parameters');
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });

  test.each([0, 1, 32, 383, 385, 768])('a public key of %i bytes, to be an exact release', (length) => {
    const handshake = fixedDevice({ exactKeyLength: true }).accept();
    const request = command0(new Uint8Array(length).fill(9), username);
    expect(codeOf(() => handshake.respond(request))).toBe('session/invalid-parameters');
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });

  test('an empty user name', () => {
    const handshake = fixedDevice().accept();
    expect(codeOf(() => handshake.respond(command0(clientPublic, new Uint8Array(0))))).toBe(
      'session/invalid-parameters',
    );
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });
});

describe('a public key without its leading zeros', () => {
  // With so small an exponent A has one byte, and everybody can follow the sum.
  const own = { clientPrivate: Uint8Array.of(2), clientPublic: Uint8Array.of(25) };

  /** The handshake of a client that hashes A as it sends it. */
  function keysOf(answer: Uint8Array, clientPublic: Uint8Array) {
    const { s, B } = carried(answer);
    const transcript = { username, salt: fromHex(s as string), clientPublic, devicePublic: fromHex(B as string) };
    const inner = innerHash(username, utf8(fixed.password));
    return computedHere(clientKeys({ clientPrivate: own.clientPrivate, inner }, transcript));
  }

  test.each([
    ['in one byte', own.clientPublic],
    ['with some of them left', concatBytes(new Uint8Array(200), own.clientPublic)],
    ['with one byte missing', concatBytes(new Uint8Array(382), own.clientPublic)],
  ])('%s is taken, and hashed as it came', (_, clientPublic) => {
    const handshake = sec2Device(fixedVerifier()).accept();
    const keys = keysOf(handshake.respond(command0(clientPublic, username)), clientPublic);
    expect(carried(handshake.respond(command1(keys.clientProof)))['M2']).toBe(toHex(keys.deviceProof));
    expect(handshake.channel).toBeDefined();
  });

  test('does not fit the proof of a client that hashes it with its zeros', () => {
    const handshake = sec2Device(fixedVerifier()).accept();
    const padded = concatBytes(new Uint8Array(383), own.clientPublic);
    const keys = keysOf(handshake.respond(command0(own.clientPublic, username)), padded);
    expect(codeOf(() => handshake.respond(command1(keys.clientProof)))).toBe('session/proof-mismatch');
  });
});

describe('a device refuses as command 1', () => {
  test('anything before command 0', () => {
    const handshake = fixedDevice().accept();
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
    expect(handshake.channel).toBeUndefined();
  });

  test('proofs of wrong lengths, and takes the right one afterwards', () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    for (const length of [0, 1, 32, 63, 65, 128]) {
      const proof = fromHex(fixed.clientProof.padEnd(2 * length, '0').slice(0, 2 * length));
      // Invalid parameters would be told to the application.
      expect(codeOf(() => handshake.respond(command1(proof)))).toBe('message/unexpected');
    }
    expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
  });

  test('a second proof after the first was accepted, and keeps the channel as it is', () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    handshake.respond(goodCommand1);
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
    expect(toHex(channelOf(handshake).open(firstSealed))).toBe('5200');
  });
});

test('after several wrong proofs the right one still opens the session, against the same B', () => {
  const handshake = fixedDevice().accept();
  handshake.respond(goodCommand0);
  const wrong = ['00'.repeat(64), `39${fixed.clientProof.slice(2)}`, `${fixed.clientProof.slice(0, 126)}49`];
  for (const proof of [...wrong, ...wrong, fixed.deviceProof]) {
    expect(codeOf(() => handshake.respond(command1(fromHex(proof))))).toBe('session/proof-mismatch');
    expect(handshake.channel).toBeUndefined();
  }
  expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
  expect(toHex(channelOf(handshake).open(firstSealed))).toBe('5200');
});

test('the user name is not looked up, but a proof made for another one does not fit', () => {
  const handshake = fixedDevice().accept();
  handshake.respond(command0(clientPublic, utf8('somebody else')));
  expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/proof-mismatch');
});

test.each([
  ['password', { password: 'abcd1235' }],
  ['user name', { username: 'wifiprow' }],
])('a client with a wrong %s is refused at its proof', (_, wrong) => {
  const accepted = fixedDevice().accept();
  expect(codeOf(() => shakeHands(fixedClient(wrong), accepted))).toBe('session/proof-mismatch');
  expect(accepted.channel).toBeUndefined();
});

describe('a second command 0 starts over', () => {
  test('in the middle of a handshake, after which the old proof does not fit', () => {
    const other = 'b60123eb42606d7d27a0a77cd6a5344d8a439e2bf461fc6baeb63e61f00f781e';
    const random = replayRandom(fixed.devicePrivate, other, fixed.devicePrivate, fixed.sessionId);
    const handshake = fixedDevice({ random, reroll: false }).accept();
    handshake.respond(goodCommand0);
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/proof-mismatch');
    expectWholeHandshake(handshake);
  });

  test('in an open session, whose channel ends', () => {
    const handshake = fixedDevice({}, 2).accept();
    expectWholeHandshake(handshake);
    handshake.respond(goodCommand0);
    expect(handshake.channel).toBeUndefined();
    handshake.respond(goodCommand1);
    expect(toHex(channelOf(handshake).open(firstSealed))).toBe('5200');
  });

  test('even when it is refused itself', () => {
    const handshake = fixedDevice({}, 2).accept();
    expectWholeHandshake(handshake);
    expect(codeOf(() => handshake.respond(command0(new Uint8Array(384), username)))).toBe('session/weak-key');
    expect(handshake.channel).toBeUndefined();
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });

  test('and when it is refused in the middle of a handshake, that one is gone', () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    const refused = command0(concatBytes(clientPublic, Uint8Array.of(0)), username);
    expect(codeOf(() => handshake.respond(refused))).toBe('session/invalid-parameters');
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });
});

test('two handshakes of one device do not know of each other', () => {
  const recorded = [fixed.devicePrivate, fixed.devicePrivate, fixed.sessionId, fixed.sessionId];
  const device = fixedDevice({ random: replayRandom(...recorded) });
  const [one, two] = [device.accept(), device.accept()];
  one.respond(goodCommand0);
  expect(codeOf(() => two.respond(goodCommand1))).toBe('session/invalid-state');
  expectWholeHandshake(two);
  expect(one.channel).toBeUndefined();
  expect(toHex(one.respond(goodCommand1))).toBe(goodResponse1);
});

describe('at patch level 0', () => {
  const nonce = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf';

  test('the nonce is sixteen random bytes, under which both sides seal everything', () => {
    const device = fixedDevice({ patchVersion: 0, random: replayRandom(fixed.devicePrivate, nonce) }).accept();
    const handshake = fixedClient({ patchVersion: 0 }).handshake();
    const proof = nextRequest(handshake, device.respond(nextRequest(handshake)));
    const answer = device.respond(proof);
    expect(carried(answer)).toEqual({ M2: fixed.deviceProof, nonce });
    const client = finish(handshake, answer);
    const sealed = client.seal(utf8('twice'));
    expect(channelOf(device).open(sealed)).toEqual(utf8('twice'));
    expect(channelOf(device).open(sealed)).toEqual(utf8('twice'));
    expect(client.open(sealed)).toEqual(utf8('twice'));
  });

  test('a client that takes it for level 1 is out of step with the first answer', () => {
    const random = replayRandom(fixed.devicePrivate, nonce);
    const { client, device } = shakeHands(fixedClient({ patchVersion: 1 }), fixedDevice({ patchVersion: 0, random }));
    expect(device.open(client.seal(utf8('first')))).toEqual(utf8('first'));
    expect(codeOf(() => client.open(device.seal(utf8('answer'))))).toBe('session/tampered');
  });

  test('a client that takes level 1 for it is out of step with the first answer too', () => {
    const { client, device } = shakeHands(fixedClient({ patchVersion: 0 }), fixedDevice());
    expect(device.open(client.seal(utf8('first')))).toEqual(utf8('first'));
    expect(codeOf(() => client.open(device.seal(utf8('answer'))))).toBe('session/tampered');
  });
});

function expectWholeHandshake(handshake: DeviceHandshake): void {
  handshake.respond(goodCommand0);
  expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
  expect(handshake.channel).toBeDefined();
}
