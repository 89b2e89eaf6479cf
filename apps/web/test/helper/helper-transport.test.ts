import { wrapTransport } from '@esp-prov/client';
import { builtInEndpoints, utf8 } from '@esp-prov/protocol';
import { failureOf, findSteering, memoryLink, transportConformance } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { benchToken, echoTransport, helperBench, unreachable } from '../../../cli/test/support/helper-bench.ts';
import { HelperClient } from '../../src/helper/helper-client.ts';
import { readFailure } from '../../src/helper/helper-failure.ts';

describe('a link by way of the helper', () => {
  const cases = transportConformance(async (requests) => {
    const { device, connect } = memoryLink();
    await device.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
    const bench = await helperBench({
      open: async () => {
        const inner = connect();
        return { ...wrapTransport(inner, (...call) => inner.exchange(...call)), kind: 'ble' };
      },
    });
    const client = new HelperClient({ base: bench.base, token: benchToken });
    return {
      client: await client.open({ kind: 'ble', id: 'x' }),
      async close() {
        await bench[Symbol.asyncDispose]();
        await device[Symbol.asyncDispose]();
      },
    };
  });
  test.each(cases)('$name', ({ run }) => run());

  test('is described as the helper has it', async () => {
    await using bench = await helperBench({
      open: async () => echoTransport({ kind: 'ble', maxRequest: 512, endpoints: new Set(['proto-ver', 'lamp/ü']) }),
    });
    const client = new HelperClient({ base: bench.base, token: benchToken });
    await using link = await client.open({ kind: 'ble', id: 'x', services: ['a'] });
    const { kind, maxRequest, endpoints } = link;
    expect({ kind, maxRequest, endpoints }).toEqual({
      kind: 'ble',
      maxRequest: 512,
      endpoints: new Set(['proto-ver', 'lamp/ü']),
    });
    expect(bench.opened).toEqual([{ kind: 'ble', id: 'x', services: ['a'] }]);
    expect(await link.exchange('lamp/ü', utf8('x'))).toEqual(utf8('lamp/ü:x'));
  });

  test('fails as the device does, with code, message and facts', async () => {
    await using bench = await helperBench({ open: async () => await Promise.reject(unreachable()) });
    const client = new HelperClient({ base: bench.base, token: benchToken });
    const failure = await failureOf(client.open({ kind: 'http' }));
    expect(failure).toMatchObject({
      code: 'link/unreachable',
      message: 'nothing answers',
      details: { sent: false },
    });
  });

  test('reports facts of a stranger as bounded text that steers nothing', () => {
    const details = { ['\u202e\n'.repeat(100)]: '\u001b[2J', nested: {}, n: 5 };
    const { error } = readFailure({ error: { code: 'link/lost', message: 'x\n', details } });
    const [[name, fact] = ['', ''], ...rest] = Object.entries(error.details);
    expect({ name: name.length, fact, rest }).toEqual({ name: 40, fact: '\u{fffd}[2J', rest: [['n', 5]] });
    expect(findSteering(name)).toEqual([]);
  });

  test('is lost for good when the device is, and when the helper has ended', async () => {
    const lost = new AbortController();
    await using bench = await helperBench({
      open: async () =>
        echoTransport({
          lost: lost.signal,
          exchange: async () => {
            lost.abort();
            throw unreachable();
          },
        }),
    });
    const client = new HelperClient({ base: bench.base, token: benchToken });
    await using first = await client.open({ kind: 'http' });
    expect(await failureOf(first.exchange('proto-ver', utf8('x')))).toMatchObject({ code: 'link/unreachable' });
    expect(first.lost?.aborted).toBe(true);
    await using second = await client.open({ kind: 'console', path: '/dev/ttyUSB0' });
    await bench.server[Symbol.asyncDispose]();
    const failure = await failureOf(second.exchange('proto-ver', utf8('x')));
    expect(failure).toMatchObject({ code: 'link/lost', cause: { code: 'helper/gone' } });
    expect(second.lost?.aborted).toBe(true);
    expect(await failureOf(client.ping())).toMatchObject({ code: 'helper/gone' });
  });

  test('goes on after an exchange that was aborted', async () => {
    let aborted = 0;
    await using bench = await helperBench({
      open: async () =>
        echoTransport({
          exchange: (endpoint, _, { signal } = {}) =>
            endpoint === 'slow'
              ? new Promise((_resolve, reject) =>
                  signal?.addEventListener('abort', () => {
                    aborted++;
                    reject(signal.reason);
                  }),
                )
              : Promise.resolve(utf8('ok')),
        }),
    });
    const client = new HelperClient({ base: bench.base, token: benchToken });
    await using link = await client.open({ kind: 'http' });
    for (let i = 0; i < 5; i++) {
      const stop = new AbortController();
      const slow = link.exchange('slow', utf8('x'), { signal: stop.signal }).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 5));
      stop.abort(new Error('stop'));
      expect(await slow).toMatchObject({ message: 'stop' });
      expect(await link.exchange('proto-ver', utf8('x'))).toEqual(utf8('ok'));
    }
    expect(aborted).toBeLessThanOrEqual(5);
  });
});
