import { utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type Fetch, type FetchResponse, fetchTransport } from '../../src/index.ts';
import { okAnswer, RawServer } from '../support/raw-server.ts';

function response(status: number, body = ''): FetchResponse {
  return { status, arrayBuffer: async () => utf8(body).buffer };
}

/** A fetch that takes its answers from a list; errors are thrown. */
function scriptedFetch(...answers: (FetchResponse | Error)[]) {
  const seen: { url: string; init: Parameters<Fetch>[1] }[] = [];
  const fetch: Fetch = async (url, init) => {
    init.signal.throwIfAborted();
    seen.push({ url, init });
    const next = answers.shift();
    if (!next) throw new Error('no more answers were scripted');
    if (next instanceof Error) throw next;
    return next;
  };
  return { fetch, seen };
}

const networkError = new TypeError('fetch failed');

describe('a transport by fetch', () => {
  test('reads no more of an endless answer than an answer may have', async () => {
    let given = 0;
    let cancelled = false;
    const endless: FetchResponse = {
      status: 200,
      body: {
        getReader: () => ({
          read: async () => {
            given += 65_536;
            if (given > 10_000_000) throw new Error('read without a limit');
            return { done: false, value: new Uint8Array(65_536) };
          },
          cancel: async () => {
            cancelled = true;
          },
        }),
      },
      arrayBuffer: () => Promise.reject(new Error('read as a whole')),
    };
    const { fetch } = scriptedFetch(endless);
    const refused = await failureOf(fetchTransport('host', { fetch }).exchange('prov-config', utf8('x')));
    expect(refused.code).toBe('link/protocol');
    expect(cancelled).toBe(true);
    expect(given).toBeLessThan(1_000_000);
  });

  test('posts to the endpoint as a simple request, and follows no redirect', async () => {
    const { fetch, seen } = scriptedFetch(response(200, 'hello'));
    const transport = fetchTransport('192.168.4.1:8080', { fetch });
    expect(await transport.exchange('prov-config', utf8('abc'))).toEqual(utf8('hello'));
    expect(seen[0]?.url).toBe('http://192.168.4.1:8080/prov-config');
    expect(seen[0]?.init).toEqual({
      signal: expect.any(AbortSignal),
      method: 'POST',
      body: utf8('abc'),
      redirect: 'error',
      credentials: 'include',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/plain' },
    });
  });

  test.each(['include', 'same-origin', 'omit'] as const)('sends cookies as it is told: %s', async (credentials) => {
    const { fetch, seen } = scriptedFetch(response(200, 'hello'));
    await fetchTransport('host', { fetch, credentials }).exchange('prov-config', utf8('abc'));
    expect(seen[0]?.init.credentials).toBe(credentials);
  });

  test('asks nobody for an endpoint whose name no path can hold', async () => {
    const { fetch, seen } = scriptedFetch();
    const refused = await failureOf(fetchTransport('host', { fetch }).exchange('x?y', utf8('x')));
    expect(refused).toMatchObject({ code: 'endpoint/not-found', details: { endpoint: 'x?y' } });
    expect(seen).toEqual([]);
  });

  test('puts IPv6 into brackets', async () => {
    const { fetch, seen } = scriptedFetch(response(200));
    await fetchTransport('::1', { fetch }).exchange('proto-ver', utf8('x'));
    expect(seen[0]?.url).toBe('http://[::1]/proto-ver');
  });

  test.each([
    [404, 'endpoint/not-found'],
    [405, 'link/protocol'],
    [500, 'link/protocol'],
  ])('takes the status %i for %s', async (status, code) => {
    const { fetch, seen } = scriptedFetch(response(status));
    expect((await failureOf(fetchTransport('host', { fetch }).exchange('x', utf8('x')))).code).toBe(code);
    expect(seen).toHaveLength(1);
  });

  test('takes a failure for a refusal when the device still answers, and does not repeat the request', async () => {
    const { fetch, seen } = scriptedFetch(networkError, response(200, 'v1.1'));
    const error = await failureOf(fetchTransport('host', { fetch }).exchange('prov-config', utf8('x')));
    expect(error.code).toBe('endpoint/refused');
    expect(error.cause).toBe(networkError);
    expect(seen.map(({ url }) => url)).toEqual(['http://host/prov-config', 'http://host/proto-ver']);
  });

  test('takes a failure for a device out of reach when it does not', async () => {
    const { fetch } = scriptedFetch(networkError, networkError);
    expect((await failureOf(fetchTransport('host', { fetch }).exchange('x', utf8('x')))).code).toBe('link/unreachable');
  });

  test.each([
    ['ENOTFOUND', /the name nowhere does not resolve: no such name is known \(ENOTFOUND\)/],
    ['EAI_AGAIN', /the name nowhere does not resolve: the name server does not answer \(EAI_AGAIN\)/],
  ])('says that the name does not resolve upon %s, and asks nothing else', async (code, message) => {
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('getaddrinfo'), { code }) });
    const { fetch, seen } = scriptedFetch(cause);
    const error = await failureOf(fetchTransport('nowhere:8080', { fetch }).exchange('prov-config', utf8('x')));
    expect(error).toMatchObject({ code: 'link/unreachable', details: { host: 'nowhere', cause: code }, cause });
    expect(error.message).toMatch(message);
    expect(seen).toHaveLength(1);
  });

  test('ends with a timeout after the time that is set', async () => {
    const clock = manualClock();
    const fetch: Fetch = (_url, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const transport = fetchTransport('host', { fetch, clock, timeoutMs: 5000 });
    expect((await failureOf(clock.run(transport.exchange('x', utf8('x'))))).code).toBe('link/timeout');
    expect(clock.now()).toBe(5000);
  });

  test('ends with the reason of an abort, untouched', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    const fetch: Fetch = async () => {
      caller.abort(reason);
      throw networkError;
    };
    const transport = fetchTransport('host', { fetch });
    await expect(transport.exchange('x', utf8('x'), { signal: caller.signal })).rejects.toBe(reason);
  });

  test('rejects, and never throws, for requests that no device can take and after it was closed', async () => {
    const { fetch, seen } = scriptedFetch();
    const transport = fetchTransport('host', { fetch });
    expect((await failureOf(transport.exchange('x', new Uint8Array(0)))).code).toBe('endpoint/request-size');
    expect((await failureOf(transport.exchange('x', new Uint8Array(4097)))).code).toBe('endpoint/request-size');
    await transport[Symbol.asyncDispose]();
    expect((await failureOf(transport.exchange('x', utf8('x')))).code).toBe('link/closed');
    expect(seen).toEqual([]);
  });
});

describe('the fetch of Node', () => {
  test('is taken where none is given', async () => {
    await using server = await RawServer.open(({ body }, socket) => socket.write(okAnswer(`got ${body}`)));
    expect(await fetchTransport(server.address).exchange('prov-config', utf8('abc'))).toEqual(utf8('got abc'));
  });

  test('carries a request and its answer', async () => {
    await using server = await RawServer.open(({ body }, socket) => socket.write(okAnswer(`got ${body}`)));
    const transport = fetchTransport(server.address, { fetch });
    expect(await transport.exchange('prov-config', utf8('abc'))).toEqual(utf8('got abc'));
  });

  test('tells a refusal from a device that went away', async () => {
    await using server = await RawServer.open(({ head }, socket) => {
      if (head.includes('/proto-ver')) socket.end(okAnswer('v1.1', ['Connection: close']));
      else socket.destroy();
    });
    const transport = fetchTransport(server.address, { fetch });
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('endpoint/refused');
    expect(server.requests.filter(({ head }) => head.includes('/prov-config'))).toHaveLength(1);
    server.stopListening();
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/unreachable');
  });
});
