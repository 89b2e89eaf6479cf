import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../src/bytes.ts';
import { Sec1MsgType } from '../../src/messages/index.ts';
import { encodeCommand } from '../../src/security/sec0/messages.ts';
import { sec1Device } from '../../src/security/sec1/device.ts';
import type { DeviceHandshake } from '../../src/security/security.ts';
import { channelOf } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';
import { lowOrderPoints } from '../support/low-order-points.ts';
import { replayRandom } from '../support/replay-random.ts';
import {
  command0,
  command1,
  fixed,
  fixedDevice,
  fixedStream,
  response0,
  response1,
  sec1Message,
} from '../support/sec1-parties.ts';

const goodCommand0 = command0(fixed.clientPublic);
const goodCommand1 = command1(fixed.clientVerify);
const goodResponse1 = toHex(response1(fromHex(fixed.deviceVerify)));

test('a device answers with the values of the protocol notes', () => {
  const handshake = fixedDevice().accept();
  const first = response0(fromHex(fixed.devicePublic), fromHex(fixed.deviceRandom));
  expect(toHex(handshake.respond(goodCommand0))).toBe(toHex(first));
  expect(handshake.channel).toBeUndefined();
  expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
  expect(toHex(channelOf(handshake).open(fromHex('af7c')))).toBe('5200');
  expect(toHex(channelOf(handshake).seal(fromHex('08015a021001')))).toBe('4cb2857d48d7');
});

test('every handshake has a key and a random value of its own', () => {
  const device = sec1Device();
  const answers = Array.from({ length: 5 }, () => toHex(device.accept().respond(goodCommand0)));
  expect(new Set(answers).size).toBe(5);
});

test('a device needs sessions and has patch level 0', () => {
  expect(sec1Device()).toMatchObject({ version: 1, patchVersion: 0, hasSessions: true });
});

describe('a device refuses at any time', () => {
  const requests = [
    ['bytes that are no message', fromHex('10015aff'), 'message/malformed'],
    ['no bytes at all', new Uint8Array(0), 'session/scheme-mismatch'],
    ['a greeting of security 0', encodeCommand(), 'session/scheme-mismatch'],
    ['its own member under the number of security 0', sec1Message({ msg: 0 }, 0), 'session/scheme-mismatch'],
    ['its own member under the number of security 2', sec1Message({ msg: 0 }, 2), 'session/scheme-mismatch'],
    ['its own member under an unknown number', sec1Message({ msg: 0 }, -1), 'session/scheme-mismatch'],
    ['the member of security 0 under its own number', fromHex('10015200'), 'session/scheme-mismatch'],
    ['the member of security 2 under its own number', fromHex('10016200'), 'session/scheme-mismatch'],
    ['its number without a member', fromHex('1001'), 'session/scheme-mismatch'],
    ['response 0', response0(fromHex(fixed.clientPublic), new Uint8Array(16)), 'message/unexpected'],
    ['response 1', response1(fromHex(fixed.clientVerify)), 'message/unexpected'],
  ] as const;

  test.each(requests)('%s', (_, request, code) => {
    expect(codeOf(() => fixedDevice().accept().respond(request))).toBe(code);
  });

  test.each(requests)('%s, without losing a handshake that is under way or done', (_, request, code) => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(request))).toBe(code);
    expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
    expect(codeOf(() => handshake.respond(request))).toBe(code);
    expect(toHex(channelOf(handshake).open(fromHex('af7c')))).toBe('5200');
  });
});

describe('a device refuses as command 0', () => {
  test.each([0, 1, 31, 33, 64])('a public key of %i bytes', (length) => {
    const handshake = fixedDevice().accept();
    expect(codeOf(() => handshake.respond(command0(new Uint8Array(length).fill(9))))).toBe(
      'session/invalid-parameters',
    );
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });

  test.each(lowOrderPoints)('the low-order point $name', ({ key }) => {
    const handshake = fixedDevice().accept();
    expect(codeOf(() => handshake.respond(command0(key)))).toBe('session/weak-key');
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
    expect(handshake.channel).toBeUndefined();
  });
});

describe('a command 0 whose payload is', () => {
  test.each([
    ['missing', sec1Message({ msg: Sec1MsgType.COMMAND0 })],
    ["another command's", sec1Message({ msg: Sec1MsgType.COMMAND0, payload: { case: 'command1', value: {} } })],
  ])('%s is refused and has ended what went before', (_, request) => {
    const handshake = fixedDevice(fixed.pop, 2).accept();
    expectWholeHandshake(handshake);
    expect(codeOf(() => handshake.respond(request))).toBe('message/unexpected');
    expect(handshake.channel).toBeUndefined();
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(request))).toBe('message/unexpected');
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });
});

describe('a command 1 without payload is refused', () => {
  const request = sec1Message({ msg: Sec1MsgType.COMMAND1 });

  test('before command 0 for coming before it', () => {
    expect(codeOf(() => fixedDevice().accept().respond(request))).toBe('session/invalid-state');
  });

  test('in a handshake for its payload, and takes the right one afterwards', () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(request))).toBe('message/unexpected');
    expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
  });
});

describe('a device refuses as command 1', () => {
  test('anything before command 0', () => {
    const handshake = fixedDevice().accept();
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
    expect(handshake.channel).toBeUndefined();
  });

  test.each([0, 1, 31, 33, 64])('verify data of %i bytes, and takes the right one afterwards', (length) => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    const request = command1(fromHex(fixed.clientVerify.padEnd(2 * length, '0').slice(0, 2 * length)));
    expect(codeOf(() => handshake.respond(request))).toBe('session/invalid-parameters');
    expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
  });

  test("the device's public key in the clear", () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(command1(fixed.devicePublic)))).toBe('session/proof-mismatch');
  });

  test('a second proof after the first was accepted, and keeps the channel as it is', () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    handshake.respond(goodCommand1);
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
    expect(toHex(channelOf(handshake).open(fromHex('af7c')))).toBe('5200');
  });
});

describe('after wrong proofs', () => {
  const wrongProofs = ['00'.repeat(32), `e5${fixed.clientVerify.slice(2)}`];

  /** A handshake that waits for a proof after both wrong ones, and the client's keystream. */
  function afterWrongProofs() {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    const stream = fixedStream();
    for (const wrong of wrongProofs) {
      expect(codeOf(() => handshake.respond(command1(wrong)))).toBe('session/proof-mismatch');
      expect(handshake.channel).toBeUndefined();
      stream.apply(new Uint8Array(32));
    }
    return { handshake, stream };
  }

  test('the keystream goes on: 32 bytes of it are gone with each of them', () => {
    const { handshake, stream } = afterWrongProofs();
    const answer = handshake.respond(command1(stream.apply(fromHex(fixed.devicePublic))));
    expect(toHex(answer)).toBe(toHex(response1(stream.apply(fromHex(fixed.clientPublic)))));
    expect(toHex(channelOf(handshake).open(stream.apply(fromHex('5200'))))).toBe('5200');
  });

  test('the proof that was the right one at first is wrong too', () => {
    const { handshake } = afterWrongProofs();
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/proof-mismatch');
  });

  test('verify data of another length uses up nothing', () => {
    const { handshake, stream } = afterWrongProofs();
    expect(codeOf(() => handshake.respond(command1('00')))).toBe('session/invalid-parameters');
    handshake.respond(command1(stream.apply(fromHex(fixed.devicePublic))));
    expect(handshake.channel).toBeDefined();
  });

  test('a new command 0 begins a keystream at its start', () => {
    const handshake = fixedDevice(fixed.pop, 2).accept();
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(command1('00'.repeat(32))))).toBe('session/proof-mismatch');
    expectWholeHandshake(handshake);
  });
});

describe('after wrong proofs, where the keystream begins anew with each', () => {
  const restarting = () =>
    sec1Device({
      pop: fixed.pop,
      random: replayRandom(...Array.from({ length: 2 }, () => [fixed.devicePrivate, fixed.deviceRandom]).flat()),
      restartsKeystream: true,
    }).accept();

  test('the right proof stays what it was at first, however many wrong ones came', () => {
    const handshake = restarting();
    handshake.respond(goodCommand0);
    for (const wrong of ['00'.repeat(32), `e5${fixed.clientVerify.slice(2)}`, '00'.repeat(32)]) {
      expect(codeOf(() => handshake.respond(command1(wrong)))).toBe('session/proof-mismatch');
    }
    expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
    expect(toHex(channelOf(handshake).open(fromHex('af7c')))).toBe('5200');
    expect(toHex(channelOf(handshake).seal(fromHex('08015a021001')))).toBe('4cb2857d48d7');
  });

  test('the proof of a keystream that went on is wrong', () => {
    const handshake = restarting();
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(command1('00'.repeat(32))))).toBe('session/proof-mismatch');
    const stream = fixedStream();
    stream.apply(new Uint8Array(32));
    const late = command1(stream.apply(fromHex(fixed.devicePublic)));
    expect(codeOf(() => handshake.respond(late))).toBe('session/proof-mismatch');
  });

  test('nothing changes for a client that proves itself once', () => {
    expectWholeHandshake(restarting());
  });
});

describe('the end of a session is noted', () => {
  const ends = (requests: readonly Uint8Array[]) => {
    const facts: string[] = [];
    const random = replayRandom(...Array.from({ length: 3 }, () => [fixed.devicePrivate, fixed.deviceRandom]).flat());
    const handshake = sec1Device({ pop: fixed.pop, random }).accept((fact) => facts.push(fact));
    for (const request of requests) {
      try {
        handshake.respond(request);
      } catch {
        // Refused; what is noted then is asked for below.
      }
    }
    handshake.end?.();
    handshake.end?.();
    return facts.filter((fact) => fact === 'ended-unproven').length;
  };
  const wrong = command1('00'.repeat(32));

  test.each([
    ['not, without a proof', [], 0],
    ['not, behind a right proof', [goodCommand0, goodCommand1], 0],
    ['once, behind a wrong one', [goodCommand0, wrong], 1],
    ['once, behind many', [goodCommand0, wrong, wrong, wrong], 1],
    [
      'once, where a right one follows in a handshake that starts over',
      [goodCommand0, wrong, goodCommand0, goodCommand1],
      1,
    ],
    ['at each new beginning behind a wrong one', [goodCommand0, wrong, goodCommand0, wrong], 2],
    ['not, behind verify data of another length', [goodCommand0, command1('00')], 0],
  ])('%s', (_, requests, count) => {
    expect(ends(requests)).toBe(count);
  });
});

describe('a second command 0 starts over', () => {
  test('in the middle of a handshake', () => {
    const handshake = fixedDevice(fixed.pop, 2).accept();
    handshake.respond(goodCommand0);
    expectWholeHandshake(handshake);
  });

  test('in an open session, whose channel ends', () => {
    const handshake = fixedDevice(fixed.pop, 2).accept();
    expectWholeHandshake(handshake);
    handshake.respond(goodCommand0);
    expect(handshake.channel).toBeUndefined();
    handshake.respond(goodCommand1);
    expect(toHex(channelOf(handshake).open(fromHex('af7c')))).toBe('5200');
  });

  test('even when it is refused itself', () => {
    const handshake = fixedDevice(fixed.pop, 2).accept();
    expectWholeHandshake(handshake);
    expect(codeOf(() => handshake.respond(command0(new Uint8Array(32))))).toBe('session/weak-key');
    expect(handshake.channel).toBeUndefined();
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });

  test('and when it is refused in the middle of a handshake, that one is gone', () => {
    const handshake = fixedDevice().accept();
    handshake.respond(goodCommand0);
    expect(codeOf(() => handshake.respond(command0(new Uint8Array(31))))).toBe('session/invalid-parameters');
    expect(codeOf(() => handshake.respond(goodCommand1))).toBe('session/invalid-state');
  });
});

test('two handshakes of one device do not know of each other', () => {
  const device = fixedDevice(fixed.pop, 2);
  const [one, two] = [device.accept(), device.accept()];
  one.respond(goodCommand0);
  expect(codeOf(() => two.respond(goodCommand1))).toBe('session/invalid-state');
  expectWholeHandshake(two);
  expect(one.channel).toBeUndefined();
  expect(toHex(one.respond(goodCommand1))).toBe(goodResponse1);
});

function expectWholeHandshake(handshake: DeviceHandshake): void {
  handshake.respond(goodCommand0);
  expect(toHex(handshake.respond(goodCommand1))).toBe(goodResponse1);
  expect(handshake.channel).toBeDefined();
}
