import type { DeviceTransport, EndServiceOptions, Requests } from '@esp-prov/device';
import { manualClock, memoryLink } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type FaultKind, withFaults } from '../src/faults.ts';

describe('a transport with faults', () => {
  test('can be kept on where the one behind it can', async () => {
    const ends: EndServiceOptions[] = [];
    class KeptTransport implements DeviceTransport {
      readonly ends = ends;
      async start(): Promise<void> {
        // Nothing comes.
      }
      async endService(options: EndServiceOptions): Promise<void> {
        this.ends.push(options);
      }
      async [Symbol.asyncDispose](): Promise<void> {
        // Nothing is held.
      }
    }
    await withFaults(new KeptTransport(), [], manualClock()).endService?.({ disconnect: true });
    expect(ends).toEqual([{ disconnect: true }]);
  });

  /** Returns a request to an endpoint with a fault, and how often it was handled. */
  async function suffering(kind: FaultKind) {
    let handled = 0;
    let given: Requests | undefined;
    const inner: DeviceTransport = {
      start: async (_, requests) => {
        given = requests;
      },
      [Symbol.asyncDispose]: async () => undefined,
    };
    const fault = { endpoint: 'prov-config', occurrence: 1, kind };
    await withFaults(inner, [fault], manualClock()).start(
      { name: 'PROV', endpoints: [] },
      { open: () => undefined, close: () => undefined, handle: async () => Uint8Array.of(++handled) },
    );
    const ask = () => given?.handle(1, 'prov-config', new Uint8Array());
    return { ask, handled: () => handled };
  }

  test('refuses what it drops, and what it loses once it was handled', async () => {
    for (const [kind, times] of [
      ['drop', 0],
      ['lose', 1],
    ] as const) {
      const { ask, handled } = await suffering(kind);
      await expect(ask()).rejects.toMatchObject({ code: 'endpoint/refused' });
      expect(handled()).toBe(times);
      expect(await ask()).toEqual(Uint8Array.of(times + 1));
    }
  });

  test('never answers what hangs, and goes on with the next request', async () => {
    const { ask, handled } = await suffering('hang');
    const settled = Promise.race([ask(), new Promise((resolve) => setImmediate(() => resolve('nothing')))]);
    expect(await settled).toBe('nothing');
    expect(handled()).toBe(0);
    expect(await ask()).toEqual(Uint8Array.of(1));
  });

  test('cannot be kept on where the one behind it cannot', () => {
    const { start, [Symbol.asyncDispose]: dispose } = memoryLink().device;
    const plain = withFaults({ start, [Symbol.asyncDispose]: dispose }, [], manualClock());
    expect('endService' in plain).toBe(false);
  });
});
