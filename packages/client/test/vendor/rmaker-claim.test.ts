import { type Fragment, fragmentAt, utf8 } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage } from '@esp-prov/protocol/messages';
import { RmakerClaimPayloadSchema } from '@esp-prov/protocol/messages/vendor';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import {
  abortRmakerClaim,
  initRmakerClaim,
  startRmakerClaim,
  type VendorSession,
  verifyRmakerClaim,
} from '../../src/vendor/index.ts';

interface Command {
  readonly msg: number;
  readonly fragment: Fragment | undefined;
}

/** A node whose answers a test gives; `msg` is that of the command plus one unless it says another. */
function node(answer: (command: Command, number: number) => { status?: number; fragment?: Fragment; msg?: number }) {
  const commands: Command[] = [];
  const session: VendorSession = {
    async request(endpoint, request) {
      expect(endpoint).toBe('rmaker_claim');
      // No link carries a request of no bytes.
      expect(request.length).toBeGreaterThan(0);
      const { msg, payload } = decodeMessage(RmakerClaimPayloadSchema, request);
      const command = { msg, fragment: payload.case === 'command' ? payload.value : undefined };
      commands.push(command);
      const { status = 0, fragment, msg: answered = msg + 1 } = answer(command, commands.length);
      const part = fragment ? { ...fragment, payload: Uint8Array.from(fragment.payload) } : {};
      return encodeMessage(RmakerClaimPayloadSchema, {
        msg: answered as 1,
        payload: { case: 'response', value: { status: status as 0, fragment: part } },
      });
    },
  };
  return { session, commands };
}

const signing = utf8(JSON.stringify({ csr: 'x'.repeat(700), send_mqtt_host: true }));

test('the start returns what the claiming service wants, whole', async () => {
  const json = '{"mac_addr":"240AC4261FCC","platform":"esp32"}';
  const { session, commands } = node(() => ({ fragment: fragmentAt(utf8(json), 0, 3000) }));
  expect(await startRmakerClaim(session)).toEqual({ text: json, document: JSON.parse(json) });
  expect(commands).toMatchObject([{ msg: 0, fragment: { offset: 0, totalLength: 0 } }]);
});

test('an answer to the start that is not whole is refused, and not requested twice', async () => {
  const { session, commands } = node(() => ({ fragment: { offset: 0, payload: utf8('{'), totalLength: 2 } }));
  expect(await failureOf(startRmakerClaim(session))).toMatchObject({ code: 'message/unexpected' });
  expect(commands).toHaveLength(1);
});

test('the signing request is pulled by empty commands after the first', async () => {
  let sent = 0;
  const { session, commands } = node(() => {
    const fragment = fragmentAt(signing, sent, 200);
    sent += fragment.payload.length;
    return { fragment };
  });
  expect((await initRmakerClaim(session, '{"node_id":"n"}')).document).toMatchObject({ send_mqtt_host: true });
  expect(commands.map(({ msg }) => msg)).toEqual([2, 2, 2, 2]);
  expect(commands[0]?.fragment).toMatchObject({ offset: 0, totalLength: 15 });
  expect(commands.slice(1).every(({ fragment }) => fragment?.totalLength === 0)).toBe(true);
});

test('a node that sends its first fragment again and again is refused', async () => {
  const { session, commands } = node(() => ({ fragment: fragmentAt(signing, 0, 200) }));
  expect(await failureOf(initRmakerClaim(session, '{}'))).toMatchObject({ code: 'message/unexpected' });
  expect(commands).toHaveLength(2);
});

test.each(['', 'x'.repeat(201), 'ü'.repeat(101)])(
  'the node takes 1 to 200 bytes of the service, not %j',
  async (answer) => {
    const { session, commands } = node(() => ({}));
    expect(await failureOf(initRmakerClaim(session, answer))).toMatchObject({ code: 'endpoint/request-size' });
    expect(commands).toHaveLength(0);
  },
);

describe('the certificate', () => {
  const answer = JSON.stringify({ certificate: 'y'.repeat(500), mqtt_host: 'host' });

  test('is sent in fragments of 200 bytes that continue one another', async () => {
    const { session, commands } = node(() => ({}));
    await verifyRmakerClaim(session, answer);
    expect(commands.map(({ fragment }) => [fragment?.offset, fragment?.payload.length, fragment?.totalLength])).toEqual(
      [0, 200, 400].map((offset) => [offset, Math.min(200, answer.length - offset), answer.length]),
    );
  });

  test('of which none follows one that was refused', async () => {
    const { session, commands } = node((_, number) => (number === 2 ? { status: 2 } : {}));
    const error = await failureOf(verifyRmakerClaim(session, answer));
    expect(error).toMatchObject({ code: 'device/status', details: { endpoint: 'rmaker_claim', status: 2 } });
    expect(error.message).toContain('2 (INVALID_PARAM)');
    expect(commands).toHaveLength(2);
  });

  test.each(['', 'x'.repeat(16 * 1024 + 1)])('is not sent if it is empty or endless', async (text) => {
    const { session, commands } = node(() => ({}));
    expect(await failureOf(verifyRmakerClaim(session, text))).toMatchObject({ code: 'endpoint/request-size' });
    expect(commands).toHaveLength(0);
  });
});

test('an answer to another command is none', async () => {
  const { session } = node(() => ({ msg: 5 }));
  expect(await failureOf(abortRmakerClaim(session))).toMatchObject({ code: 'message/unexpected' });
});

test.each([
  [3, '3 (INVALID_STATE)'],
  [99, 'status 99'],
])('the status %i is told as %s', async (status, words) => {
  const { session } = node(() => ({ status }));
  expect((await failureOf(abortRmakerClaim(session))).message).toContain(words);
});
