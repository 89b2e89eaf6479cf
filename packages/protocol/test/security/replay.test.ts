import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../src/bytes.ts';
import type { SecureChannel } from '../../src/security/security.ts';
import { channelOf, finish, nextRequest } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';
import { isSealed, type SealedExchange } from '../support/load-vector.ts';
import { type ReplayableSession, replayableSessions } from '../support/session-roles.ts';

const sessions = replayableSessions();

test('the recordings cover all three schemes, with accepted and with refused secrets', () => {
  const counted = (security: number, result: string) =>
    sessions.filter(({ vector }) => vector.security === security && vector.handshake_result === result).length;
  expect(counted(0, 'ok')).toBe(6);
  expect(counted(1, 'ok')).toBe(15);
  expect(counted(1, 'device-dropped-connection')).toBe(9);
  expect(counted(2, 'ok')).toBe(11);
  expect(counted(2, 'device-dropped-connection')).toBe(3);
});

describe.each(sessions)('the recording $file', (session) => {
  test('is what our client says and accepts, byte for byte', () => {
    const { channel, exchanges } = replayClient(session);
    for (const { request_plain, request_cipher, response_plain, response_cipher } of exchanges) {
      expect(toHex(open(channel).seal(fromHex(request_plain)))).toBe(request_cipher);
      if (response_cipher !== undefined) {
        expect(toHex(open(channel).open(fromHex(response_cipher)))).toBe(response_plain);
      }
    }
  });

  test('is what our device understands and answers, byte for byte', () => {
    const { channel, exchanges } = replayDevice(session);
    for (const { request_plain, request_cipher, response_plain, response_cipher } of exchanges) {
      expect(toHex(open(channel).open(fromHex(request_cipher)))).toBe(request_plain);
      if (response_plain !== undefined) {
        expect(toHex(open(channel).seal(fromHex(response_plain)))).toBe(response_cipher);
      }
    }
  });
});

interface Replayed {
  /** Absent where the recorded device refused the client. */
  readonly channel: SecureChannel | undefined;
  readonly exchanges: readonly SealedExchange[];
}

function replayClient({ vector, roles }: ReplayableSession): Replayed {
  const handshake = roles().client.handshake();
  let answer: Uint8Array | undefined;
  for (const { request, response } of vector.handshake) {
    expect(toHex(nextRequest(handshake, answer))).toBe(request);
    if (response === null) return { channel: undefined, exchanges: sealedOf(vector.exchanges) };
    answer = fromHex(response);
  }
  return { channel: finish(handshake, answer ?? new Uint8Array(0)), exchanges: sealedOf(vector.exchanges) };
}

function replayDevice({ vector, roles }: ReplayableSession): Replayed {
  const handshake = roles().device.accept();
  for (const { request, response } of vector.handshake) {
    if (response === null) {
      expect(codeOf(() => handshake.respond(fromHex(request)))).toBe('session/proof-mismatch');
      expect(handshake.channel).toBeUndefined();
      return { channel: undefined, exchanges: sealedOf(vector.exchanges) };
    }
    expect(toHex(handshake.respond(fromHex(request)))).toBe(response);
  }
  return { channel: channelOf(handshake), exchanges: sealedOf(vector.exchanges) };
}

function sealedOf(exchanges: ReplayableSession['vector']['exchanges']): SealedExchange[] {
  return (exchanges ?? []).filter(isSealed);
}

function open(channel: SecureChannel | undefined): SecureChannel {
  if (!channel) throw new Error('the recording has exchanges behind a refused handshake');
  return channel;
}
