import { describe, expect, test } from 'vitest';
import { type Bytes, fromHex, toHex } from '../../src/bytes.ts';
import { sec1Device } from '../../src/security/sec1/device.ts';
import type { SecureChannel } from '../../src/security/security.ts';
import { channelOf, finish, nextRequest } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';
import { type HandshakeStep, isSealed, type SealedExchange } from '../support/load-vector.ts';
import { replayRandom } from '../support/replay-random.ts';
import { type ReplayableSession, replayableSessions } from '../support/session-roles.ts';

const sessions = replayableSessions();

test('the recordings cover all three schemes, with accepted and with refused secrets', () => {
  const counted = (security: number, result: string) =>
    sessions.filter(({ vector }) => vector.security === security && vector.handshake_result === result).length;
  expect(counted(0, 'ok')).toBe(7);
  expect(counted(1, 'ok')).toBe(21);
  expect(counted(1, 'device-dropped-connection')).toBe(11);
  expect(counted(2, 'ok')).toBe(20);
  expect(counted(2, 'device-dropped-connection')).toBe(9);
});

test.each(sessions)('the recording $file is what our client says and accepts, byte for byte', (session) => {
  const { channel, exchanges } = replayClient(session);
  for (const { request_plain, request_cipher, response_plain, response_cipher } of exchanges) {
    expect(toHex(open(channel).seal(fromHex(request_plain)))).toBe(request_cipher);
    if (response_cipher) expect(toHex(open(channel).open(fromHex(response_cipher)))).toBe(response_plain);
  }
});

describe.each(sessions)('the recording $file', (session) => {
  test('is what our device understands and answers, byte for byte', () => {
    const { channel, exchanges } = replayDevice(session);
    for (const { request_plain, request_cipher, response_plain, response_cipher } of exchanges) {
      expect(toHex(open(channel).open(fromHex(request_cipher)))).toBe(request_plain);
      if (response_plain) expect(toHex(open(channel).seal(fromHex(response_plain)))).toBe(response_cipher);
    }
  });
});

test('each release judges a second proof of security 1 by its own keystream, and refuses that of the other', () => {
  const judge = (file: string, restartsKeystream: boolean) => {
    const { vector } = sessions.find((session) => session.file === file) as ReplayableSession;
    if (vector.security !== 1) throw new Error(`${file} is not of security 1`);
    const { device, params, handshake } = vector;
    const random = replayRandom(device.private_key, device.random);
    const accepted = sec1Device({ pop: params.device_pop ?? undefined, random, restartsKeystream }).accept();
    const [keys, wrong, right] = handshake.map(({ request }) => fromHex(request));
    accepted.respond(keys as Bytes);
    expect(codeOf(() => accepted.respond(wrong as Bytes))).toBe('session/proof-mismatch');
    return () => accepted.respond(right as Bytes);
  };
  const [v55, v60] = ['session-v55-sec1-wrong-proof-then-right', 'session-v60-sec1-wrong-proof-then-right'];
  expect(judge(v55, false)()).toHaveLength(43);
  expect(judge(v60, true)()).toHaveLength(43);
  expect(codeOf(judge(v55, true))).toBe('session/proof-mismatch');
  expect(codeOf(judge(v60, false))).toBe('session/proof-mismatch');
});

interface Replayed {
  /** Absent where the recorded device refused the client. */
  readonly channel: SecureChannel | undefined;
  readonly exchanges: readonly SealedExchange[];
}

function replayClient({ vector, roles }: ReplayableSession): Replayed {
  const handshake = roles().client.handshake();
  let answer: Uint8Array | undefined;
  // Where the session goes on behind wrong proofs, these are somebody else's: our client proves itself once.
  const isOurs = ({ response }: HandshakeStep) => vector.transport !== 'direct' || response !== null;
  for (const { request, response } of vector.handshake.filter(isOurs)) {
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
      if (vector.transport === 'direct') continue;
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
