import type { RainmakerProvisionAdapter } from '@esp-prov/client/rainmaker';
import { isProvisioningError, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import type { RadioFault } from '../../src/index.ts';
import { type RainmakerTown, rainmakerTown } from '../support/rainmaker-town.ts';
import { passphrase, pop, ssid } from '../support/town.ts';

const name = 'PROV_TEST';
const data = Buffer.from(utf8('MyCustomData')).toString('base64');

/** Does what an application of the SDKs does, from the search to the end. */
async function wholeWay(adapter: RainmakerProvisionAdapter): Promise<string> {
  try {
    await adapter.createESPDevice(name, 'ble', undefined, pop);
    await adapter.connect(name);
    await adapter.getDeviceVersionInfo(name);
    await adapter.initializeSession(name);
    await adapter.scanWifiList(name);
    await adapter.sendData(name, 'custom-data', data);
    return `${await adapter.provision(name, ssid, passphrase)}`;
  } catch (error) {
    // Anything else fails the test.
    if (isProvisioningError(error)) return error.code;
    throw error;
  } finally {
    await adapter.disconnect(name);
  }
}

async function townWith(
  scheme: 'security 1' | 'security 2',
): Promise<RainmakerTown & { readonly radio: NonNullable<RainmakerTown['radio']> }> {
  const town = await rainmakerTown('ble', scheme);
  if (!town.radio) throw new Error('a town over Bluetooth has a radio');
  return { ...town, radio: town.radio };
}

const scheme = 'security 1';

describe('a link that is lost', () => {
  test.each<RadioFault>(['drop-before', 'drop-after', 'hang'])(
    'an operation that suffers “%s” ends with a code, and the next try works',
    async (fault) => {
      const clean = await townWith(scheme);
      expect(await clean.clock.run(wholeWay(clean.bench.adapter))).toBe('0');
      const { operations } = clean.radio.air;
      expect(operations).toBeGreaterThan(20);

      const outcomes = new Map<string, number>();
      for (let lost = 1; lost <= operations; lost++) {
        const { bench, clock, radio, town } = await townWith(scheme);
        radio.air.fault = ({ number }) => (number === lost ? fault : undefined);
        const outcome = await clock.run(wholeWay(bench.adapter));
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        await town.recover();
        // What is left of the first try must not be in the way of the second.
        expect(`${lost}: ${await clock.run(wholeWay(bench.adapter))}`).toBe(`${lost}: 0`);
      }
      const codes = [...outcomes.keys()].filter((outcome) => outcome !== '0');
      expect(codes.filter((code) => !/^(link|endpoint|session|wifi)\//.test(code))).toEqual([]);
      expect(codes.length).toBeGreaterThan(0);
    },
  );

  test('a disconnect at any moment ends what runs, and the next try works', async () => {
    const clean = await townWith(scheme);
    await clean.clock.run(wholeWay(clean.bench.adapter));
    const { operations } = clean.radio.air;
    for (let at = 1; at <= operations; at++) {
      const { bench, clock, radio, town } = await townWith(scheme);
      let left: Promise<void> | undefined;
      radio.air.fault = ({ number }) => {
        if (number === at) left = bench.adapter.disconnect(name);
        return undefined;
      };
      const outcome = await clock.run(wholeWay(bench.adapter));
      await clock.run(left ?? Promise.reject(new Error('nobody has disconnected')));
      expect(`${at}: ${outcome}`).toMatch(/^\d+: (0|link\/closed|adapter\/not-connected|wifi\/outcome-unknown)$/);
      await town.recover();
      expect(`${at}: ${await clock.run(wholeWay(bench.adapter))}`).toBe(`${at}: 0`);
    }
  });
});
