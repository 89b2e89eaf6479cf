import { Protocomm } from '@esp-prov/device';
import {
  type ClientSecurity,
  type DeviceSecurity,
  makeVerifier,
  ProvisioningError,
  sec0Client,
  sec0Device,
  sec1Client,
  sec1Device,
  sec2Client,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Session } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const clock = manualClock();

/** A transport to a real dispatcher under security 1, with an echo that takes a second. */
function echoDevice(pop = 'abcd1234') {
  const protocomm = new Protocomm({ security: sec1Device({ pop }) });
  protocomm.addSecurity('prov-session');
  protocomm.add('echo', async (request) => {
    await clock.sleep(1000);
    return request;
  });
  protocomm.open(1);
  const fault: { next?: () => Promise<never> } = {};
  const transport = new ScriptedTransport(async ({ endpoint, request }, { signal }) => {
    signal?.throwIfAborted();
    const { next } = fault;
    delete fault.next;
    if (next) return await next();
    const answer = protocomm.handle(1, endpoint, request);
    if (!signal) return await answer;
    const aborted = new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
    return await Promise.race([answer, aborted]);
  });
  return { transport, fault };
}

async function openSession() {
  const { transport, fault } = echoDevice();
  return { session: await Session.open(transport, sec1Client({ pop: 'abcd1234' })), transport, fault };
}

describe('requests that do not wait for each other', () => {
  test('go out one by one in the order of the calls, and each gets its own answer', async () => {
    const { session, transport } = await openSession();
    const texts = ['one', 'two', 'three', 'four'];
    const answers = Promise.all(texts.map((text) => session.request('echo', utf8(text))));
    expect(await clock.run(answers)).toEqual(texts.map(utf8));
    expect(transport.seen.filter(({ endpoint }) => endpoint === 'echo')).toHaveLength(4);
  });

  test('carry the bytes of the time of the call', async () => {
    const { session } = await openSession();
    const first = session.request('echo', utf8('x'));
    const buffer = utf8('waiting');
    const second = session.request('echo', buffer);
    buffer.fill(0);
    await clock.run(first);
    expect(await clock.run(second)).toEqual(utf8('waiting'));
  });
});

describe('a failed exchange', () => {
  test('breaks the session: later and waiting requests are refused, and nothing more goes out', async () => {
    const { session, transport, fault } = await openSession();
    const failure = new ProvisioningError('link/lost');
    fault.next = () => Promise.reject(failure);
    const failed = session.request('echo', utf8('a'));
    const waiting = session.request('echo', utf8('b'));
    expect(await failureOf(failed)).toBe(failure);
    const broken = await failureOf(waiting);
    expect(broken.code).toBe('session/broken');
    expect(broken.cause).toBe(failure);
    expect(session.broken).toBe(true);
    const sent = transport.seen.length;
    expect((await failureOf(session.request('echo', utf8('c')))).code).toBe('session/broken');
    expect(transport.seen).toHaveLength(sent);
  });

  test('leaves a session that can be replaced by a new one over the same transport', async () => {
    const { session, transport, fault } = await openSession();
    fault.next = () => Promise.reject(new ProvisioningError('link/lost'));
    await failureOf(session.request('echo', utf8('a')));
    const next = await Session.open(transport, sec1Client({ pop: 'abcd1234' }));
    expect(await clock.run(next.request('echo', utf8('again')))).toEqual(utf8('again'));
  });
});

describe('a request that the link cannot carry', () => {
  /** A link of 64 bytes to an echo. */
  async function narrow(client: ClientSecurity, device: DeviceSecurity) {
    const protocomm = new Protocomm({ security: device });
    protocomm.addSecurity('prov-session');
    protocomm.add('echo', (request) => request);
    protocomm.open(1);
    const transport = new ScriptedTransport(({ endpoint, request }) => protocomm.handle(1, endpoint, request));
    const session = await Session.open(transport, client);
    const sent = transport.seen.length;
    transport.maxRequest = 64;
    return { session, transport, sent };
  }

  const credentials = { username: 'user', password: 'secret' };
  const verifier = makeVerifier('user', 'secret', Uint8Array.of(1, 2, 3));

  test.each<[string, number, ClientSecurity, DeviceSecurity]>([
    ['security 0', 64, sec0Client(), sec0Device()],
    ['security 1', 64, sec1Client({ pop: 'x' }), sec1Device({ pop: 'x' })],
    // Sixteen of them are the tag.
    ['security 2', 48, sec2Client({ ...credentials, patchVersion: 1 }), sec2Device(verifier)],
  ])('under %s is refused before it is sealed, beyond %i bytes, and the session lives on', async (_, most, ...ends) => {
    const { session, transport, sent } = await narrow(...ends);
    const error = await failureOf(session.request('echo', new Uint8Array(most + 1)));
    expect(error).toMatchObject({ code: 'endpoint/request-size', details: { length: most + 1, maxRequest: most } });
    expect(transport.seen).toHaveLength(sent);
    expect(session.broken).toBe(false);
    expect(await session.request('echo', new Uint8Array(most).fill(7))).toEqual(new Uint8Array(most).fill(7));
  });

  test('because it is empty is refused, too, unless sealing gives it bytes', async () => {
    const plain = await narrow(sec1Client({ pop: 'x' }), sec1Device({ pop: 'x' }));
    expect((await failureOf(plain.session.request('echo', new Uint8Array(0)))).code).toBe('endpoint/request-size');
    expect(plain.session.broken).toBe(false);
    const sealed = await narrow(sec2Client({ ...credentials, patchVersion: 1 }), sec2Device(verifier));
    expect(await sealed.session.request('echo', new Uint8Array(0))).toEqual(new Uint8Array(0));
  });
});

describe('an abort', () => {
  test('of a request on its way rejects with its reason and breaks the session', async () => {
    const { session } = await openSession();
    const caller = new AbortController();
    const reason = new Error('enough');
    const request = session.request('echo', utf8('a'), { signal: caller.signal });
    request.catch(() => undefined);
    await clock.advance(10);
    caller.abort(reason);
    await expect(request).rejects.toBe(reason);
    expect(session.broken).toBe(true);
  });

  test('of a waiting request rejects with its reason, and the session goes on as if it had never been made', async () => {
    const { session, transport } = await openSession();
    const caller = new AbortController();
    const reason = new Error('changed my mind');
    const first = session.request('echo', utf8('a'));
    const second = session.request('echo', utf8('b'), { signal: caller.signal });
    second.catch(() => undefined);
    const third = session.request('echo', utf8('c'));
    caller.abort(reason);
    // Without any time passing: the request before it is still on its way.
    await expect(second).rejects.toBe(reason);
    expect(transport.seen.filter(({ endpoint }) => endpoint === 'echo')).toHaveLength(1);
    expect(await clock.run(Promise.all([first, third]))).toEqual([utf8('a'), utf8('c')]);
    expect(session.broken).toBe(false);
    expect(transport.seen.filter(({ endpoint }) => endpoint === 'echo')).toHaveLength(2);
  });

  test('before the call does not break the session either', async () => {
    const { session } = await openSession();
    const reason = new Error('never mind');
    await expect(session.request('echo', utf8('a'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(session.broken).toBe(false);
    expect(await clock.run(session.request('echo', utf8('b')))).toEqual(utf8('b'));
  });
});

describe('a handshake', () => {
  test('with a wrong secret is a proof mismatch, as the device never says why it refuses', async () => {
    const protocomm = new Protocomm({ security: sec1Device({ pop: 'right' }) });
    protocomm.addSecurity('prov-session');
    protocomm.open(1);
    const transport = new ScriptedTransport(async ({ endpoint, request }) => {
      return await protocomm.handle(1, endpoint, request).catch(() => {
        throw new ProvisioningError('endpoint/refused');
      });
    });
    const error = await failureOf(Session.open(transport, sec1Client({ pop: 'wrong' })));
    expect(error.code).toBe('session/proof-mismatch');
    expect(error.message).not.toContain('wrong one');
    expect(transport.seen).toHaveLength(2);
  });

  test('whose first message is refused is a scheme mismatch', async () => {
    const transport = new ScriptedTransport(() => {
      throw new ProvisioningError('endpoint/refused');
    });
    expect((await failureOf(Session.open(transport, sec1Client()))).code).toBe('session/scheme-mismatch');
  });

  test.each(['link/lost', 'link/timeout', 'link/unreachable', 'endpoint/not-found'] as const)(
    'that fails with %s says exactly that',
    async (code) => {
      const failure = new ProvisioningError(code);
      const transport = new ScriptedTransport(() => Promise.reject(failure));
      expect(await failureOf(Session.open(transport, sec0Client()))).toBe(failure);
    },
  );

  test('hands its signal to the transport', async () => {
    const reason = new Error('enough');
    const transport = new ScriptedTransport((_exchange, { signal }) => {
      signal?.throwIfAborted();
      return new Uint8Array(0);
    });
    await expect(Session.open(transport, sec0Client(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

test('under security 0 requests travel in the clear', async () => {
  const handshake = sec0Device().accept();
  const transport = new ScriptedTransport(({ endpoint, request }) =>
    endpoint === 'prov-session' ? handshake.respond(request) : request,
  );
  const session = await Session.open(transport, sec0Client());
  expect(await session.request('custom', utf8('plain'))).toEqual(utf8('plain'));
  expect(transport.seen.at(-1)).toEqual({ endpoint: 'custom', request: utf8('plain') });
});
