import { type Bytes, type Fragment, fragmentAt, utf8 } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage } from '@esp-prov/protocol/messages';
import { RmakerDataPayloadSchema, RmakerDataType } from '@esp-prov/protocol/messages/vendor';
import { failureOf, manualClock } from '@esp-prov/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readRmakerConfig,
  readRmakerParams,
  setRmakerParams,
  type TransferOptions,
  type VendorSession,
} from '../../src/vendor/index.ts';

const text = JSON.stringify({
  Light: { Name: 'Küche'.repeat(60), Power: true, Level: 12345678901234567890n.toString() },
});

interface Asked {
  readonly endpoint: string;
  readonly offset: number;
  readonly dataType: number;
  readonly timestamp: bigint;
  readonly hasTimestamp: boolean;
}

type Answer = (asked: Asked, number: number) => Fragment | { readonly status: number } | Uint8Array;

/** A device that answers requests for data as a test wants. */
function node(answer: Answer) {
  const asked: Asked[] = [];
  const session: VendorSession = {
    async request(endpoint, request, { signal } = {}) {
      signal?.throwIfAborted();
      const { payload } = decodeMessage(RmakerDataPayloadSchema, request);
      if (payload.case !== 'cmdGet') throw new Error('no request for data');
      const { offset, dataType, timestamp, hasTimestamp } = payload.value;
      asked.push({ endpoint, offset, dataType, timestamp, hasTimestamp });
      const answered = answer(asked.at(-1) as Asked, asked.length);
      return answered instanceof Uint8Array ? Uint8Array.from(answered) : encode(answered);
    },
  };
  return { session, asked };
}

function encode(answer: Fragment | { readonly status: number }): Bytes {
  const value =
    'status' in answer
      ? { status: answer.status as 0, fragment: {} }
      : { fragment: { ...answer, payload: Uint8Array.from(answer.payload) } };
  return encodeMessage(RmakerDataPayloadSchema, { msg: 1, payload: { case: 'respGet', value } });
}

const whole = utf8(text);
const honest: Answer = ({ offset }) => fragmentAt(whole, offset, 200);

describe('parameters and configuration', () => {
  test('come together from fragments of 200 bytes, each requested by its offset', async () => {
    const { session, asked } = node(honest);
    const { text: read, document } = await readRmakerParams(session);
    expect(read).toBe(text);
    expect(document).toEqual(JSON.parse(text));
    expect(asked.map(({ offset }) => offset)).toEqual([0, 200, 400]);
    expect(asked[0]).toMatchObject({ endpoint: 'get_params', dataType: RmakerDataType.PARAMS, hasTimestamp: false });
  });

  test('are two texts of two endpoints', async () => {
    const { session, asked } = node(honest);
    await readRmakerConfig(session);
    expect(asked[0]).toMatchObject({ endpoint: 'get_config', dataType: RmakerDataType.CONFIG });
  });

  test('are read whole whatever size the fragments of the device have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 1, max: 300 })), async (sizes) => {
        const { session } = node(({ offset }) => fragmentAt(whole, offset, sizes.next().value));
        expect((await readRmakerParams(session)).text).toBe(text);
      }),
    );
  });

  test('read at the same time come one after another, as the device keeps one text for all', async () => {
    let kept = new Uint8Array(0);
    const { session, asked } = node(({ offset, endpoint }) => {
      if (offset === 0) kept = utf8(JSON.stringify({ [endpoint]: 'x'.repeat(500) }));
      return fragmentAt(kept, offset, 200);
    });
    const [params, config] = await Promise.all([readRmakerParams(session), readRmakerConfig(session)]);
    expect(Object.keys(params.document)).toEqual(['get_params']);
    expect(Object.keys(config.document)).toEqual(['get_config']);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 200, 400, 0, 200, 400]);
  });

  test('after a failure the next transfer begins anew', async () => {
    const { session } = node((asked, number) => (number === 2 ? { status: 1 } : honest(asked, number)));
    const [first, second] = await Promise.allSettled([readRmakerParams(session), readRmakerParams(session)]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'device/status' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { text } });
  });
});

describe('a device that lies is refused:', () => {
  const second = (change: (fragment: Fragment) => Fragment): Answer => {
    return (asked, number) => {
      const fragment = honest(asked, number) as Fragment;
      return number === 2 ? change(fragment) : fragment;
    };
  };

  test.each<[string, Answer, string]>([
    [
      'a text of four gigabytes',
      () => ({ offset: 0, payload: utf8('x'), totalLength: 0xffff_ffff }),
      'more than 65536',
    ],
    ['always the first fragment', () => fragmentAt(whole, 0, 200), 'begins at 0 instead of 200'],
    ['nothing, for ever', () => ({ offset: 0, payload: utf8(''), totalLength: 9 }), 'is empty'],
    ['an empty second fragment', second((f) => ({ ...f, payload: utf8('') })), 'is empty'],
    ['a length that grows', second((f) => ({ ...f, totalLength: f.totalLength + 1 })), 'changed'],
    ['a gap', second((f) => ({ ...f, offset: 201 })), 'begins at 201'],
    ['an overlap', second((f) => ({ ...f, offset: 199 })), 'begins at 199'],
    ['more than there is', second((f) => ({ ...f, payload: new Uint8Array(2000) })), 'ends behind'],
    ['one byte at a time', ({ offset }) => ({ offset, payload: utf8('x'), totalLength: 65_000 }), '1024 requests'],
  ])('%s', async (_, answer, words) => {
    const { session, asked } = node(answer);
    const error = await failureOf(readRmakerParams(session));
    expect(error).toMatchObject({ code: 'message/unexpected', details: { endpoint: 'get_params' } });
    expect(error.message).toContain(words);
    expect(asked.length).toBeLessThanOrEqual(1024);
  });

  test('whatever fragments it sends, the reading ends', async () => {
    const fragment = fc.record({
      offset: fc.oneof(fc.nat(20), fc.nat(0xffff_ffff)),
      payload: fc.uint8Array({ maxLength: 12 }),
      totalLength: fc.oneof(fc.nat(30), fc.nat(0xffff_ffff)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fragment), { maxLength: 6 }), async (fragments) => {
        const { session } = node(({ offset }, number) => {
          const one = fragments[number % (fragments.length + 1)];
          return one ?? { offset, payload: utf8('{'), totalLength: 12 };
        });
        const error = await failureOf(readRmakerParams(session));
        expect(error.code).toMatch(/^message\//);
      }),
    );
  });

  test.each([
    ['bytes that are no message', utf8('hello'), 'message/malformed'],
    ['nothing at all', utf8(''), 'message/unexpected'],
    [
      'the request',
      encodeMessage(RmakerDataPayloadSchema, { payload: { case: 'cmdGet', value: {} } }),
      'message/unexpected',
    ],
    ['an answer without its member', encodeMessage(RmakerDataPayloadSchema, { msg: 1 }), 'message/unexpected'],
  ])('%s', async (_, answer, code) => {
    expect((await failureOf(readRmakerParams(node(() => answer).session))).code).toBe(code);
  });

  test.each([
    ['no JSON', 'x'],
    ['JSON that is no object', '[1]'],
    ['null', 'null'],
    ['nothing', ''],
  ])('a text that is %s', async (_, content) => {
    const { session } = node(({ offset }) => fragmentAt(utf8(content), offset, 200));
    expect(await failureOf(readRmakerParams(session))).toMatchObject({ code: 'message/malformed' });
  });

  test('a text that is not UTF-8', async () => {
    const { session } = node(({ offset }) => fragmentAt(Uint8Array.of(0x7b, 0xff, 0x7d), offset, 200));
    expect(await failureOf(readRmakerParams(session))).toMatchObject({ code: 'message/malformed' });
  });
});

describe('a reading is bounded', () => {
  const never: VendorSession = { request: () => new Promise(() => undefined) };

  test('in time, even if the session does not heed a signal', async () => {
    const clock = manualClock();
    const failure = failureOf(readRmakerParams(never, { clock, timeoutMs: 5000 }));
    await clock.advance(4999);
    let isOver = false;
    void failure.then(() => {
      isOver = true;
    });
    await clock.advance(0);
    expect(isOver).toBe(false);
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: 'link/timeout', details: { endpoint: 'get_params', timeoutMs: 5000 } });
  });

  test('by the signal of the caller', async () => {
    const controller = new AbortController();
    const reading = readRmakerParams(never, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  test.each<[TransferOptions, string]>([
    [{ longest: 100 }, 'more than 100'],
    [{ mostRequests: 2 }, 'after 2 requests'],
  ])('by %j', async (options, words) => {
    expect((await failureOf(readRmakerParams(node(honest).session, options))).message).toContain(words);
  });
});

describe('a text with a signature', () => {
  const payload = '{"data":{"Light":{"Level":1.50}},"timestamp":7}';
  const answer =
    (content: string): Answer =>
    ({ offset }) =>
      fragmentAt(utf8(content), offset, 200);

  test('has what was signed byte for byte, as it was not made again from JSON', async () => {
    const { session, asked } = node(answer(`{"node_payload":${payload},"signature":"30ab"}`));
    const { signed } = await readRmakerParams(session, { timestamp: 7n });
    expect(signed).toEqual({ payload, signature: '30ab' });
    expect(asked[0]).toMatchObject({ timestamp: 7n, hasTimestamp: true });
  });

  test('may be wanted for the time 0', async () => {
    const { session, asked } = node(answer(`{"node_payload":${payload},"signature":"30ab"}`));
    await readRmakerParams(session, { timestamp: 0n });
    expect(asked[0]).toMatchObject({ timestamp: 0n, hasTimestamp: true });
  });

  test.each(['{"Light":{}}', '{"node_payload":"x","signature":"30ab"}', `{"node_payload":${payload}}`])(
    'is demanded where it was requested: %s is refused',
    async (content) => {
      const { session } = node(answer(content));
      const error = await failureOf(readRmakerParams(session, { timestamp: 7n }));
      expect(error).toMatchObject({ code: 'message/unexpected' });
    },
  );
});

describe('parameters are set', () => {
  const setter = (answer: string) => {
    const sent: string[] = [];
    const session: VendorSession = {
      async request(endpoint, request) {
        sent.push(`${endpoint} ${new TextDecoder().decode(request)}`);
        return utf8(answer);
      },
    };
    return { session, sent };
  };

  test('as raw JSON, from an object or a text', async () => {
    const { session, sent } = setter('{"status":"success"}');
    await setRmakerParams(session, { Light: { Power: false } });
    await setRmakerParams(session, '{"Light":{"Level":1.0}}');
    expect(sent).toEqual(['set_params {"Light":{"Power":false}}', 'set_params {"Light":{"Level":1.0}}']);
  });

  test.each([
    ['{"status":"fail","description":"failed to set params"}', 'device/status', 'failed to set params'],
    ['{"status":"fail"}', 'device/status', 'no reason'],
    ['{"status":"fail","description":"\\u001b[2Jboo"}', 'device/status', '\ufffd[2Jboo'],
    [`{"status":"fail","description":"${'x'.repeat(5000)}"}`, 'device/status', 'xxx…'],
    ['{"status":"maybe"}', 'message/unexpected', 'no status'],
    ['{}', 'message/unexpected', 'no status'],
    ['SUCCESS', 'message/malformed', '7 bytes'],
  ])('unless the device answers %j', async (answer, code, words) => {
    const error = await failureOf(setRmakerParams(setter(answer).session, {}));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message.length).toBeLessThan(400);
  });
});
