import { FakeWifiDriver, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import type { HeardNetwork, RadioScanOptions } from '../src/index.ts';
import { WifiScanner } from '../src/wifi-scanner.ts';
import { network } from './support/networks.ts';

const allAtOnce = { passive: false, dwellMs: 120, groupChannels: 0 };

function bench(networks: readonly HeardNetwork[] = [], maxEntries = 16) {
  const clock = manualClock();
  const wifi = new FakeWifiDriver(networks);
  return { clock, wifi, scanner: new WifiScanner(wifi, clock, maxEntries) };
}

describe('a scan', () => {
  test('of all channels asks the radio once, without a channel', async () => {
    const { scanner, wifi, clock } = bench();
    await clock.run(scanner.start({ passive: true, dwellMs: 300, groupChannels: 0 }));
    expect(wifi.scans).toEqual([{ passive: true, dwellMs: 300 }]);
    expect(clock.now()).toBe(0);
  });

  test.each([
    { groupChannels: 1, rests: 12 },
    { groupChannels: 5, rests: 2 },
    { groupChannels: 12, rests: 1 },
    { groupChannels: 13, rests: 0 },
    { groupChannels: 255, rests: 0 },
  ])(
    'in groups of $groupChannels visits thirteen channels and rests $rests times',
    async ({ groupChannels, rests }) => {
      const { scanner, wifi, clock } = bench();
      await clock.run(scanner.start({ ...allAtOnce, groupChannels }));
      expect(wifi.scans.map(({ channel }) => channel)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
      expect(clock.now()).toBe(rests * 120);
    },
  );

  test('keeps the strongest networks, as many as fit, strongest first, and each access point of a name', async () => {
    const heard = [-70, -40, -90, -40, -55].map((rssi, i) => network('same', { rssi, channel: i + 1 }));
    const { scanner, clock } = bench(heard, 4);
    await clock.run(scanner.start({ ...allAtOnce, groupChannels: 3 }));
    expect(scanner.found.map(({ rssi, channel }) => `${rssi} on ${channel}`)).toEqual([
      '-40 on 2',
      '-40 on 4',
      '-55 on 5',
      '-70 on 1',
    ]);
  });

  test('grows while it goes over the channels', async () => {
    const { scanner, clock } = bench([network('a', { channel: 1 }), network('b', { channel: 13 })]);
    const scan = scanner.start({ ...allAtOnce, groupChannels: 6 });
    await clock.advance(0);
    expect(scanner.running).toBe(true);
    expect(scanner.found).toHaveLength(1);
    await clock.run(scan);
    expect(scanner.running).toBe(false);
    expect(scanner.found).toHaveLength(2);
  });

  test('begins with an empty list', async () => {
    const { scanner, wifi, clock } = bench([network('a')]);
    await clock.run(scanner.start(allAtOnce));
    wifi.networks = [];
    await clock.run(scanner.start(allAtOnce));
    expect(scanner.found).toEqual([]);
  });

  test('that is asked for while one runs is that one', async () => {
    const { scanner, wifi, clock } = bench();
    const first = scanner.start({ ...allAtOnce, groupChannels: 5 });
    const second = scanner.start(allAtOnce);
    await clock.run(Promise.all([first, second]));
    expect(wifi.scans).toHaveLength(13);
  });

  test('that the radio refuses ends, says so, and does not stand in the way of the next one', async () => {
    class RefusingWifi extends FakeWifiDriver {
      refuses = true;
      override async scan(options: RadioScanOptions): Promise<readonly HeardNetwork[]> {
        if (this.refuses) throw new Error('the radio is busy');
        return await super.scan(options);
      }
    }
    const wifi = new RefusingWifi([network('a')]);
    const clock = manualClock();
    const scanner = new WifiScanner(wifi, clock, 16);
    await clock.run(scanner.start(allAtOnce));
    expect([scanner.failed, scanner.running]).toEqual([true, false]);
    wifi.refuses = false;
    await clock.run(scanner.start(allAtOnce));
    expect(scanner.failed).toBe(false);
    expect(scanner.found).toHaveLength(1);
  });
});
