import {
  type Bytes,
  type ClientSecurity,
  type DeviceSecurity,
  fromHex,
  makeVerifier,
  type SecureChannel,
  sec0Client,
  sec0Device,
  sec1Client,
  sec1Device,
  sec2Client,
  sec2Device,
  toHex,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Protocomm, type ProtocommOptions, type SecurityEvent } from '../../src/index.ts';

interface Bench {
  readonly protocomm: Protocomm;
  readonly events: SecurityEvent[];
  readonly lines: string[];
}

function bench(security: DeviceSecurity, more: Partial<ProtocommOptions> = {}): Bench {
  const events: SecurityEvent[] = [];
  const lines: string[] = [];
  const protocomm = new Protocomm({
    security,
    log: (level, tag, text) => lines.push(`${level} ${tag}: ${text}`),
    onSecurityEvent: (event) => events.push(event),
    ...more,
  });
  protocomm.add('proto-ver', () => utf8('v1.1'), 'version');
  protocomm.addSecurity('prov-session');
  protocomm.add('echo', (request) => request);
  return { protocomm, events, lines };
}

async function shakeHands(protocomm: Protocomm, peer: number, security: ClientSecurity): Promise<SecureChannel> {
  const handshake = security.handshake();
  let step = handshake.next();
  while (!step.done) step = handshake.next(await protocomm.handle(peer, 'prov-session', step.value));
  return step.value;
}

describe('an endpoint', () => {
  test('is found by its exact name only', async () => {
    const { protocomm } = bench(sec0Device());
    expect(await protocomm.handle(1, 'echo', utf8('x'))).toEqual(utf8('x'));
    for (const name of ['Echo', 'echo ', '/echo', 'ech', 'echo1', '', 'constructor', '__proto__']) {
      expect((await failureOf(protocomm.handle(1, name, utf8('x')))).code).toBe('endpoint/not-found');
    }
  });

  test('is replaced by a later one of its name, and gone once removed', async () => {
    const { protocomm } = bench(sec0Device());
    protocomm.add('echo', () => utf8('another'));
    expect(await protocomm.handle(1, 'echo', utf8('x'))).toEqual(utf8('another'));
    protocomm.remove('echo');
    expect((await failureOf(protocomm.handle(1, 'echo', utf8('x')))).code).toBe('endpoint/not-found');
  });

  test('learns who asks', async () => {
    const { protocomm } = bench(sec0Device());
    protocomm.add('who', (_request, { peer }) => Uint8Array.of(peer));
    expect(await protocomm.handle(42, 'who', utf8('x'))).toEqual(Uint8Array.of(42));
  });

  test('may answer with no bytes at all', async () => {
    const { protocomm } = bench(sec0Device());
    protocomm.add('silent', () => new Uint8Array(0));
    expect(await protocomm.handle(1, 'silent', utf8('x'))).toHaveLength(0);
  });

  test.each(['plain', 'sealed'] as const)(
    'may be any function from bytes to bytes, which keeps its buffer: %s',
    async (how) => {
      // As an application writes it that knows nothing of our types.
      const buffer: Uint8Array = new Uint8Array(new SharedArrayBuffer(3));
      const handler = (request: Uint8Array): Uint8Array => {
        buffer.set(request);
        return buffer;
      };
      const { protocomm } = bench(how === 'plain' ? sec0Device() : sec1Device({ pop: 'x' }));
      protocomm.add('custom', handler);
      protocomm.open(1);
      const channel = await shakeHands(protocomm, 1, how === 'plain' ? sec0Client() : sec1Client({ pop: 'x' }));
      const answer = channel.open(await protocomm.handle(1, 'custom', channel.seal(utf8('abc'))));
      buffer.fill(0);
      expect(answer).toEqual(utf8('abc'));
    },
  );

  test('sees the bytes at the time of the request, whatever the transport does with its buffer', async () => {
    const { protocomm } = bench(sec0Device());
    const buffer = utf8('abc');
    const answer = protocomm.handle(1, 'echo', buffer);
    buffer.fill(0);
    expect(await answer).toEqual(utf8('abc'));
  });

  test('for the version answers anybody in plain, whatever is asked', async () => {
    const { protocomm } = bench(sec1Device({ pop: 'secret' }));
    expect(await protocomm.handle(1, 'proto-ver', utf8('---'))).toEqual(utf8('v1.1'));
    expect(await protocomm.handle(2, 'proto-ver', utf8('anything'))).toEqual(utf8('v1.1'));
  });
});

describe('requests', () => {
  test('are served one at a time, in the order in which they came', async () => {
    const clock = manualClock();
    const { protocomm } = bench(sec0Device());
    const steps: string[] = [];
    protocomm.add('slow', async (request) => {
      const name = String.fromCharCode(...request);
      steps.push(`${name} begins`);
      await clock.sleep(name === 'a' ? 1000 : 10);
      steps.push(`${name} ends`);
      return request;
    });
    const answers = Promise.all(['a', 'b', 'c'].map((name) => protocomm.handle(1, 'slow', utf8(name))));
    expect(await clock.run(answers)).toEqual(['a', 'b', 'c'].map(utf8));
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('go on after one whose handler failed', async () => {
    const { protocomm } = bench(sec0Device());
    protocomm.add('broken', () => {
      throw new TypeError('a bug of the application');
    });
    const broken = protocomm.handle(1, 'broken', utf8('x'));
    const next = protocomm.handle(1, 'echo', utf8('y'));
    await expect(broken).rejects.toThrow('a bug of the application');
    expect(await next).toEqual(utf8('y'));
  });
});

describe('security 0', () => {
  test('serves anybody, without a handshake and without a session', async () => {
    const { protocomm, events } = bench(sec0Device());
    expect(await protocomm.handle(7, 'echo', utf8('x'))).toEqual(utf8('x'));
    protocomm.open(8);
    protocomm.close(8);
    expect(await protocomm.handle(9, 'echo', utf8('y'))).toEqual(utf8('y'));
    expect(events).toEqual([]);
  });

  test('answers its greeting, and refuses that of another scheme', async () => {
    const { protocomm, events } = bench(sec0Device());
    expect(toHex(await protocomm.handle(1, 'prov-session', fromHex('5203a20100')))).toBe('52050801aa0100');
    const other = sec1Client().handshake().next().value as Bytes;
    expect((await failureOf(protocomm.handle(1, 'prov-session', other))).code).toBe('session/scheme-mismatch');
    expect(events).toEqual([]);
  });
});

describe.each([
  ['security 1', () => sec1Device({ pop: 'x' }), () => sec1Client({ pop: 'x' })],
  [
    'security 2',
    () => sec2Device(makeVerifier('wifiprov', 'x', fromHex('0102'))),
    () => sec2Client({ username: 'wifiprov', password: 'x' }),
  ],
] as const)('a session that replaces another one under %s', (_, device, client) => {
  test('has no keys, unless it is to be an old release', async () => {
    const { protocomm } = bench(device());
    protocomm.open(1);
    const channel = await shakeHands(protocomm, 1, client());
    protocomm.open(2);
    const code = (await failureOf(protocomm.handle(2, 'echo', channel.seal(utf8('stolen'))))).code;
    expect(code).toBe('session/not-established');
  });

  test('goes on with the keys of that one in an old release, and the one before is gone', async () => {
    const { protocomm } = bench(device(), { keepsReplacedSession: true });
    protocomm.open(1);
    const channel = await shakeHands(protocomm, 1, client());
    protocomm.open(2);
    expect(channel.open(await protocomm.handle(2, 'echo', channel.seal(utf8('without'))))).toEqual(utf8('without'));
    expect((await failureOf(protocomm.handle(1, 'echo', utf8('x')))).code).toBe('session/not-established');
    // A handshake of its own starts over, as everywhere.
    const own = await shakeHands(protocomm, 2, client());
    expect(own.open(await protocomm.handle(2, 'echo', own.seal(utf8('own'))))).toEqual(utf8('own'));
  });

  test('has no keys there either where the one before was closed, or has its own number', async () => {
    const { protocomm } = bench(device(), { keepsReplacedSession: true });
    for (const [open, peer] of [
      [() => protocomm.close(1), 2],
      [() => undefined, 1],
    ] as const) {
      protocomm.open(1);
      const channel = await shakeHands(protocomm, 1, client());
      open();
      protocomm.open(peer);
      const code = (await failureOf(protocomm.handle(peer, 'echo', channel.seal(utf8('x'))))).code;
      expect(code).toBe('session/not-established');
      protocomm.close(peer);
    }
  });
});

describe('security 1', () => {
  const pop = 'abcd1234';

  test('seals what goes through request endpoints, and only that', async () => {
    const { protocomm } = bench(sec1Device({ pop }));
    protocomm.open(1);
    const channel = await shakeHands(protocomm, 1, sec1Client({ pop }));
    const sealed = await protocomm.handle(1, 'echo', channel.seal(utf8('hello')));
    expect(sealed).not.toEqual(utf8('hello'));
    expect(channel.open(sealed)).toEqual(utf8('hello'));
    expect(await protocomm.handle(1, 'proto-ver', utf8('x'))).toEqual(utf8('v1.1'));
    expect(channel.open(await protocomm.handle(1, 'echo', channel.seal(utf8('again'))))).toEqual(utf8('again'));
  });

  test('refuses requests before the handshake, in the middle of it, and of nobody in particular', async () => {
    const { protocomm } = bench(sec1Device({ pop }));
    expect((await failureOf(protocomm.handle(1, 'echo', utf8('x')))).code).toBe('session/not-established');
    expect((await failureOf(protocomm.handle(1, 'prov-session', firstMessage()))).code).toBe('session/not-established');
    protocomm.open(1);
    expect((await failureOf(protocomm.handle(1, 'echo', utf8('x')))).code).toBe('session/not-established');
    await protocomm.handle(1, 'prov-session', firstMessage());
    expect((await failureOf(protocomm.handle(1, 'echo', utf8('x')))).code).toBe('session/not-established');
  });

  test('drops the session of a peer when another one comes, and of the other when the first comes back', async () => {
    const { protocomm, lines } = bench(sec1Device({ pop }));
    protocomm.open(1);
    const first = await shakeHands(protocomm, 1, sec1Client({ pop }));
    protocomm.open(2);
    expect(lines.filter((line) => !line.startsWith('debug'))).toEqual([
      'error security1: Closing old session with id 1',
    ]);
    expect((await failureOf(protocomm.handle(1, 'echo', first.seal(utf8('x'))))).code).toBe('session/not-established');
    expect((await failureOf(protocomm.handle(1, 'prov-session', firstMessage()))).code).toBe('session/not-established');
    const second = await shakeHands(protocomm, 2, sec1Client({ pop }));
    expect(second.open(await protocomm.handle(2, 'echo', second.seal(utf8('y'))))).toEqual(utf8('y'));
  });

  test('drops the session with its link, and keeps it when another link closes', async () => {
    const { protocomm } = bench(sec1Device({ pop }));
    protocomm.open(1);
    const channel = await shakeHands(protocomm, 1, sec1Client({ pop }));
    protocomm.close(2);
    expect(channel.open(await protocomm.handle(1, 'echo', channel.seal(utf8('x'))))).toEqual(utf8('x'));
    protocomm.close(1);
    expect((await failureOf(protocomm.handle(1, 'echo', channel.seal(utf8('x'))))).code).toBe(
      'session/not-established',
    );
  });

  test('refuses a request that waited while its session was replaced', async () => {
    const { protocomm } = bench(sec1Device({ pop }));
    protocomm.open(1);
    const channel = await shakeHands(protocomm, 1, sec1Client({ pop }));
    const waiting = protocomm.handle(1, 'echo', channel.seal(utf8('x')));
    protocomm.open(2);
    expect((await failureOf(waiting)).code).toBe('session/not-established');
  });

  test('starts over with a new first message in the same session', async () => {
    const { protocomm } = bench(sec1Device({ pop }));
    protocomm.open(1);
    await shakeHands(protocomm, 1, sec1Client({ pop }));
    const channel = await shakeHands(protocomm, 1, sec1Client({ pop }));
    expect(channel.open(await protocomm.handle(1, 'echo', channel.seal(utf8('x'))))).toEqual(utf8('x'));
  });

  test('spends the keystream on a request whose handler fails, as both ends must', async () => {
    const { protocomm } = bench(sec1Device({ pop }));
    protocomm.add('broken', () => {
      throw new TypeError('a bug of the application');
    });
    protocomm.open(1);
    const channel = await shakeHands(protocomm, 1, sec1Client({ pop }));
    await expect(protocomm.handle(1, 'broken', channel.seal(utf8('x')))).rejects.toThrow(TypeError);
    expect(channel.open(await protocomm.handle(1, 'echo', channel.seal(utf8('next'))))).toEqual(utf8('next'));
  });

  test('logs a session, a wrong secret and fields of a wrong length', async () => {
    const { protocomm, events } = bench(sec1Device({ pop }));
    protocomm.open(1);
    expect((await failureOf(shakeHands(protocomm, 1, sec1Client({ pop: 'wrong' })))).code).toBe(
      'session/proof-mismatch',
    );
    expect(events).toEqual(['credentials-mismatch']);
    const shortKey = fromHex('10015a05a201020a00');
    expect((await failureOf(protocomm.handle(1, 'prov-session', shortKey))).code).toBe('session/invalid-parameters');
    expect(events).toEqual(['credentials-mismatch', 'invalid-parameters']);
    await shakeHands(protocomm, 1, sec1Client({ pop }));
    expect(events).toEqual(['credentials-mismatch', 'invalid-parameters', 'session-established']);
  });

  test('logs nothing when a proof of security 2 has a wrong length, as the firmware', async () => {
    const verifier = makeVerifier('wifiprov', pop, fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));
    const { protocomm, events } = bench(sec2Device(verifier));
    protocomm.open(1);
    const handshake = sec2Client({ username: 'wifiprov', password: pop }).handshake();
    await protocomm.handle(1, 'prov-session', handshake.next().value as Bytes);
    const shortProof = fromHex('100262070802b201020a00');
    expect((await failureOf(protocomm.handle(1, 'prov-session', shortProof))).code).toBe('message/unexpected');
    expect(events).toEqual([]);
  });

  test('logs nothing when the message is no message of its handshake', async () => {
    const { protocomm, events } = bench(sec1Device({ pop }));
    protocomm.open(1);
    (await failureOf(protocomm.handle(1, 'prov-session', utf8('GET / HTTP/1.1')))).code;
    expect((await failureOf(shakeHands(protocomm, 1, sec0Client()))).code).toBe('session/scheme-mismatch');
    expect(events).toEqual([]);
  });

  function firstMessage(): Bytes {
    return sec1Client({ pop }).handshake().next().value as Bytes;
  }
});
