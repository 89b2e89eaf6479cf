import { utf8 } from '@esp-prov/protocol';
import { encodeMessage } from '@esp-prov/protocol/messages';
import { RmakerChallengePayloadSchema } from '@esp-prov/protocol/messages/vendor';
import { failureOf } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import {
  disableRmakerChallenge,
  readRmakerNodeId,
  signRmakerChallenge,
  type VendorSession,
} from '../../src/vendor/index.ts';

type Answer = Parameters<typeof encodeMessage<typeof RmakerChallengePayloadSchema>>[1];

function node(answer: Answer): VendorSession {
  return { request: async () => encodeMessage(RmakerChallengePayloadSchema, answer) };
}

const signature = Uint8Array.of(0x30, 3, 2, 1, 1);
const signed = (value: { signature?: Uint8Array<ArrayBuffer>; nodeId?: string }): Answer => ({
  msg: 1,
  payload: { case: 'respSign', value },
});

test('a signature comes with the name of the node', async () => {
  const answered = await signRmakerChallenge(node(signed({ signature, nodeId: 'n1' })), utf8('challenge'));
  expect(answered).toEqual({ nodeId: 'n1', signature });
});

test.each<[string, Answer, string]>([
  ['without a signature', signed({ nodeId: 'n1' }), 'message/unexpected'],
  ['without a name', signed({ signature }), 'message/unexpected'],
  ['with an endless name', signed({ signature, nodeId: 'n'.repeat(65) }), 'message/unexpected'],
  [
    'that is a command',
    { msg: 0, payload: { case: 'cmdSign', value: { challenge: signature } } },
    'message/unexpected',
  ],
  ['to another command', { msg: 3, payload: { case: 'respNodeId', value: { nodeId: 'n1' } } }, 'message/unexpected'],
  ['that failed', { msg: 1, status: 1 }, 'device/status'],
  ['of a node in which it is disabled', { msg: 1, status: 3 }, 'device/status'],
  ['without anything', {}, 'message/unexpected'],
])('an answer %s is refused', async (_, answer, code) => {
  expect(await failureOf(signRmakerChallenge(node(answer), utf8('challenge')))).toMatchObject({ code });
});

test('a node in which it is disabled says so to every command, by the number of a signature', async () => {
  const session = node({ msg: 1, status: 3 });
  for (const task of [readRmakerNodeId(session), disableRmakerChallenge(session)]) {
    const error = await failureOf(task);
    expect(error.code).toBe('device/status');
    expect(error.message).toContain('3 (DISABLED)');
  }
});

test('an empty challenge is not sent: firmware drops the session at it', async () => {
  const session: VendorSession = {
    request: () => {
      throw new Error('it was sent');
    },
  };
  expect(await failureOf(signRmakerChallenge(session, utf8('')))).toMatchObject({ code: 'endpoint/request-size' });
});

test('the name and the end of challenges need no more than their numbers', async () => {
  expect(await readRmakerNodeId(node({ msg: 3, payload: { case: 'respNodeId', value: { nodeId: 'n1' } } }))).toBe('n1');
  await disableRmakerChallenge(node({ msg: 5 }));
});
