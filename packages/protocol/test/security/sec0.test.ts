import { describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { encodeMessage, SecSchemeVersion, SessionDataSchema, Status } from '../../src/messages/index.ts';
import { sec0Client } from '../../src/security/sec0/client.ts';
import { sec0Device } from '../../src/security/sec0/device.ts';
import { encodeCommand0 } from '../../src/security/sec1/messages.ts';
import { nextRequest, shakeHands } from '../support/dialogue.ts';
import { codeOf, errorOf } from '../support/error-code.ts';

test('the greeting is one exchange, after which messages travel as they are', () => {
  const { client, device } = shakeHands(sec0Client(), sec0Device());
  expect(toHex(client.seal(utf8('hello')))).toBe(toHex(utf8('hello')));
  expect(toHex(device.open(utf8('hello')))).toBe(toHex(utf8('hello')));
});

test('the channel hands out copies, so that a caller who reuses a buffer changes nothing', () => {
  const { client } = shakeHands(sec0Client(), sec0Device());
  const buffer = utf8('hello');
  const sealed = client.seal(buffer);
  buffer.fill(0);
  expect(toHex(sealed)).toBe(toHex(utf8('hello')));
});

test('a device serves requests before any greeting and has no sessions', () => {
  const device = sec0Device();
  expect(device.hasSessions).toBe(false);
  expect(device.accept().channel?.open(utf8('request'))).toEqual(utf8('request'));
});

test('a device answers a second greeting as it answered the first', () => {
  const handshake = sec0Device().accept();
  const greeting = fromHex('5203a20100');
  expect(toHex(handshake.respond(greeting))).toBe('52050801aa0100');
  expect(toHex(handshake.respond(greeting))).toBe('52050801aa0100');
});

describe('a device looks at nothing but the number of the scheme, as the firmware does, and takes', () => {
  test.each([
    ['no bytes at all', ''],
    ['a greeting without its member', '5200'],
    ['a response', '52050801aa0100'],
    ['an unknown message number', '52020805'],
    ['the member of security 1', '5a00'],
    ['the member of security 2', '10006200'],
  ])('%s', (_, request) => {
    expect(toHex(sec0Device().accept().respond(fromHex(request)))).toBe('52050801aa0100');
  });
});

describe('a device refuses', () => {
  test.each([
    ['bytes that are no message', fromHex('52ff'), 'message/malformed'],
    ['a greeting of security 1', encodeCommand0(new Uint8Array(32)), 'session/scheme-mismatch'],
    ['the member of security 0 under the number of security 1', fromHex('10015203a20100'), 'session/scheme-mismatch'],
  ] as const)('%s', (_, request, code) => {
    expect(codeOf(() => sec0Device().accept().respond(request))).toBe(code);
  });
});

describe('a client refuses', () => {
  test.each([
    ['bytes that are no message', fromHex('52ff'), 'message/malformed'],
    ['no bytes at all', new Uint8Array(0), 'session/scheme-mismatch'],
    ['an answer of security 1', encodeCommand0(new Uint8Array(32)), 'session/scheme-mismatch'],
    ['the member of security 0 under the number of security 1', fromHex('10015203a20100'), 'session/scheme-mismatch'],
    ['its own greeting', fromHex('5203a20100'), 'message/unexpected'],
    ['an answer without payload', fromHex('52020801'), 'message/unexpected'],
  ] as const)('%s', (_, answer, code) => {
    expect(codeOf(() => answerGreeting(answer))).toBe(code);
  });

  test('a status that is not success, and tells which', () => {
    const answer = encodeMessage(SessionDataSchema, {
      secVer: SecSchemeVersion.SEC0,
      proto: {
        case: 'sec0',
        value: { msg: 1, payload: { case: 'response', value: { status: Status.INVALID_ARGUMENT } } },
      },
    });
    const error = errorOf(() => answerGreeting(answer));
    expect(error.code).toBe('device/status');
    expect(error.details).toEqual({ status: 4 });
    expect(error.message).toContain('INVALID_ARGUMENT');
  });
});

function answerGreeting(answer: Uint8Array): unknown {
  const handshake = sec0Client().handshake();
  nextRequest(handshake);
  return handshake.next(Uint8Array.from(answer));
}
