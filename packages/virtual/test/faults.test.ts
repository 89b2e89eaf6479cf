import type { DeviceTransport, EndServiceOptions } from '@esp-prov/device';
import { manualClock, memoryLink } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { withFaults } from '../src/faults.ts';

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

  test('cannot be kept on where the one behind it cannot', () => {
    const { start, [Symbol.asyncDispose]: dispose } = memoryLink().device;
    const plain = withFaults({ start, [Symbol.asyncDispose]: dispose }, [], manualClock());
    expect('endService' in plain).toBe(false);
  });
});
