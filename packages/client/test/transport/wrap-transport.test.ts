import { ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type Transport, wrapTransport } from '../../src/index.ts';

/** A transport with something of its own in every member. */
function inner() {
  const gone = new AbortController();
  const closed: string[] = [];
  const transport: Transport = {
    kind: 'console',
    maxRequest: 95,
    endpoints: new Set(['prov-session']),
    lost: gone.signal,
    exchange: async (endpoint, request) => utf8(`${endpoint} ${request.length}`),
    async [Symbol.asyncDispose]() {
      closed.push('inner');
    },
  };
  return { transport, gone, closed };
}

describe('a wrapped transport', () => {
  test('is the inner one in everything but its exchanges', async () => {
    const { transport, closed } = inner();
    const wrapped = wrapTransport(transport, async (endpoint) => utf8(`instead of ${endpoint}`));
    const { kind, maxRequest, endpoints, lost } = transport;
    expect(wrapped).toMatchObject({ kind, maxRequest });
    expect(wrapped.endpoints).toBe(endpoints);
    expect(wrapped.lost).toBe(lost);
    expect(await wrapped.exchange('proto-ver', utf8('x'))).toEqual(utf8('instead of proto-ver'));
    await wrapped[Symbol.asyncDispose]();
    expect(closed).toEqual(['inner']);
  });

  test('reaches the inner one where its exchange does', async () => {
    const { transport } = inner();
    const signals: unknown[] = [];
    const wrapped = wrapTransport(transport, (endpoint, request, options) => {
      signals.push(options?.signal);
      return transport.exchange(endpoint, request.subarray(1), options);
    });
    const { signal } = new AbortController();
    expect(await wrapped.exchange('x', utf8('abc'), { signal })).toEqual(utf8('x 2'));
    expect(signals).toEqual([signal]);
  });

  test.each(['inner', 'outer'] as const)('is lost when the %s link is', (which) => {
    const { transport, gone } = inner();
    const own = new AbortController();
    const wrapped = wrapTransport(transport, transport.exchange, { lost: own.signal });
    expect(wrapped.lost?.aborted).toBe(false);
    const reason = new ProvisioningError('link/lost');
    (which === 'inner' ? gone : own).abort(reason);
    expect(wrapped.lost?.reason).toBe(reason);
  });

  test('fails as its exchange fails', async () => {
    const gone = new ProvisioningError('link/lost');
    expect(await failureOf(wrapTransport(inner().transport, () => Promise.reject(gone)).exchange('x', utf8('x')))).toBe(
      gone,
    );
  });
});
