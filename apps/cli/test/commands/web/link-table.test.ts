import { ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { LinkTable } from '../../../src/commands/web/link-table.ts';
import { echoTransport } from '../../support/helper-bench.ts';

const never = new AbortController().signal;

/** A promise that the test settles. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}

describe('the links of a helper', () => {
  test('are a few at a time', async () => {
    await using links = new LinkTable({ mostLinks: 2 });
    const first = await links.open('a', async () => echoTransport());
    await links.open('b', async () => echoTransport());
    expect(await failureOf(links.open('c', async () => echoTransport()))).toMatchObject({ code: 'helper/busy' });
    await links.close(first.id);
    await links.open('c', async () => echoTransport());
    expect(links.size).toBe(2);
  });

  test('count while they are being opened, and no more when that has failed', async () => {
    await using links = new LinkTable({ mostLinks: 1 });
    const opening = deferred<never>();
    const first = failureOf(links.open('a', () => opening.promise));
    await Promise.resolve();
    expect(await failureOf(links.open('b', async () => echoTransport()))).toMatchObject({ code: 'helper/busy' });
    opening.reject(new ProvisioningError('link/unreachable'));
    expect(await first).toMatchObject({ code: 'link/unreachable' });
    await links.open('b', async () => echoTransport());
  });

  test('carry one exchange at a time', async () => {
    await using links = new LinkTable();
    const answer = deferred<ReturnType<typeof utf8>>();
    const { id } = await links.open('a', async () => echoTransport({ exchange: () => answer.promise }));
    const first = links.exchange(id, 'proto-ver', utf8('x'), never);
    expect(await failureOf(links.exchange(id, 'proto-ver', utf8('y'), never))).toMatchObject({ code: 'helper/busy' });
    answer.resolve(utf8('ok'));
    expect(await first).toEqual(utf8('ok'));
    expect(await links.exchange(id, 'proto-ver', utf8('z'), never)).toEqual(utf8('ok'));
  });

  test('are closed when nothing has come for a while, and not before', async () => {
    const clock = manualClock();
    await using links = new LinkTable({ clock, idleMs: 1000 });
    let closed = 0;
    const { id } = await links.open('a', async () =>
      echoTransport({ [Symbol.asyncDispose]: async () => void closed++ }),
    );
    await clock.advance(900);
    await links.exchange(id, 'proto-ver', utf8('x'), never);
    await clock.advance(900);
    expect({ size: links.size, closed }).toEqual({ size: 1, closed: 0 });
    await clock.advance(200);
    expect({ size: links.size, closed }).toEqual({ size: 0, closed: 1 });
    const failure = await failureOf(links.exchange(id, 'proto-ver', utf8('x'), never));
    expect(failure).toMatchObject({ code: 'link/lost', details: { sent: false } });
    expect(links.isLost(id)).toBe(true);
  });

  test('give way to another one to the same target, as after a reload of the page', async () => {
    await using links = new LinkTable({ mostLinks: 1 });
    let closed = 0;
    const transport = () =>
      echoTransport({
        exchange: (_, __, { signal } = {}) =>
          new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
        [Symbol.asyncDispose]: async () => void closed++,
      });
    const { id } = await links.open('ble 1', async () => transport());
    const under = failureOf(links.exchange(id, 'prov-config', utf8('x'), never));
    await links.open('ble 1', async () => transport());
    const failure = await under;
    // Whether the request was sent is unknown.
    expect(failure).toMatchObject({ code: 'link/lost' });
    expect((failure as ProvisioningError).details.sent).toBeUndefined();
    expect(closed).toBe(1);
  });

  test('that come about after they were given up are closed', async () => {
    await using links = new LinkTable();
    let closed = 0;
    const opening = deferred<ReturnType<typeof echoTransport>>();
    const first = failureOf(links.open('a', () => opening.promise));
    await Promise.resolve();
    await links.open('a', async () => echoTransport());
    opening.resolve(echoTransport({ [Symbol.asyncDispose]: async () => void closed++ }));
    expect(await first).toMatchObject({ code: 'link/lost' });
    expect({ closed, size: links.size }).toEqual({ closed: 1, size: 1 });
  });

  test('are all closed at the end, also those that fail to', async () => {
    const links = new LinkTable();
    let closed = 0;
    const transport = (fails: boolean) =>
      echoTransport({
        [Symbol.asyncDispose]: async () => {
          closed++;
          if (fails) throw new Error('not closed');
        },
      });
    await links.open('a', async () => transport(true));
    await links.open('b', async () => transport(false));
    await links[Symbol.asyncDispose]();
    expect(closed).toBe(2);
  });
});
