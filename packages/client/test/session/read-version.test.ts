import { ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ReconnectPolicy, readVersion, type Transport, wrapTransport } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const info = utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec"]}}');

/** A way to a device whose links fail one after another by `failures`: as they are opened, or at the first exchange. */
function wayTo(failures: readonly { readonly at: 'open' | 'exchange'; readonly error: Error }[]) {
  const clock = manualClock();
  const closed: number[] = [];
  let opened = 0;
  const open = async (): Promise<Transport> => {
    const number = opened++;
    const failure = failures[number];
    if (failure?.at === 'open') throw failure.error;
    const device = new ScriptedTransport(() => info);
    return {
      ...wrapTransport(device, async (...call) => {
        if (failure) throw failure.error;
        return await device.exchange(...call);
      }),
      async [Symbol.asyncDispose]() {
        closed.push(number);
      },
    };
  };
  const read = (reconnect?: ReconnectPolicy) => clock.run(readVersion(open, { clock, reconnect }));
  return { read, closed, clock, count: () => opened };
}

const lost = new ProvisioningError('link/lost');
const unreachable = new ProvisioningError('link/unreachable');

describe('the version of a device that is to be reached by a way to open links', () => {
  test.each(['open', 'exchange'] as const)('is read over another link where the first is lost at %s', async (at) => {
    const way = wayTo([{ at, error: lost }]);
    expect((await way.read()).version).toBe('v1.1');
    expect(way.count()).toBe(2);
    // All that came about is closed, and the device had its moment to be there again.
    expect(way.closed).toEqual(at === 'open' ? [1] : [0, 1]);
    expect(way.clock.now()).toBe(500);
  });

  test.each(['open', 'exchange'] as const)(
    'is given up when the second is lost at %s too, by what happened',
    async (at) => {
      const way = wayTo([
        { at, error: lost },
        { at, error: new ProvisioningError('link/timeout') },
      ]);
      const error = await failureOf(way.read());
      expect(error.code).toBe('link/timeout');
      expect(way.count()).toBe(2);
    },
  );

  test.each([
    ['by default of a device that is not reached, once more', unreachable, undefined, 2],
    ['of a device that refuses', new ProvisioningError('endpoint/refused'), undefined, 1],
    ['where none is granted', lost, { beforeCredentials: 0 }, 1],
    ['three times where two are granted', lost, { beforeCredentials: 2, waitMs: 10 }, 3],
  ] as const)('is tried once, and again only as often as granted: %s', async (_, error, policy, times) => {
    const way = wayTo(Array(9).fill({ at: 'open', error }));
    expect(await failureOf(way.read(policy))).toBe(error);
    expect(way.count()).toBe(times);
  });

  test('ends at its limit, whatever the links do', async () => {
    const clock = manualClock();
    const silent = new ScriptedTransport(async (_, options) => {
      await clock.sleep(600_000, options);
      return info;
    });
    const error = await failureOf(clock.run(readVersion(async () => silent, { clock, timeoutMs: 7000 })));
    expect(error).toMatchObject({ code: 'link/timeout', details: { timeoutMs: 7000 } });
    expect(clock.now()).toBe(7000);
  });
});

test('a transport that is given stays open, and is not tried again', async () => {
  let closed = false;
  const transport: Transport = {
    ...wrapTransport(new ScriptedTransport(() => info), () => Promise.reject(lost)),
    async [Symbol.asyncDispose]() {
      closed = true;
    },
  };
  expect(await failureOf(readVersion(transport))).toBe(lost);
  expect(closed).toBe(false);
});
