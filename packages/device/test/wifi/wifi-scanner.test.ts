import type { Log } from '@esp-prov/protocol';
import { FakeWifiDriver, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { firmwareLog, type HeardNetwork, type RadioScanOptions } from '../../src/index.ts';
import { WifiScanner } from '../../src/wifi/wifi-scanner.ts';
import { network } from '../support/networks.ts';

const allAtOnce = { passive: false, dwellMs: 120, groupChannels: 0 };

interface BenchOptions {
  readonly maxEntries?: number;
  readonly keepsStrongest?: boolean;
  readonly wifi?: FakeWifiDriver;
}

function bench(networks: readonly HeardNetwork[] = [], options: BenchOptions = {}) {
  const { maxEntries = 16, keepsStrongest = true, wifi = new FakeWifiDriver(networks) } = options;
  const clock = manualClock();
  const lines: string[] = [];
  const log: Log = (level, _tag, text) => lines.push(`${level}: ${text}`);
  return {
    clock,
    wifi,
    lines,
    scanner: new WifiScanner({ wifi, clock, maxEntries, keepsStrongest, log, lines: firmwareLog({ log }) }),
  };
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
    { groupChannels: 13, rests: 1 },
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
    const { scanner, clock } = bench(heard, { maxEntries: 4 });
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
    const { scanner, clock, lines } = bench([], { wifi });
    await clock.run(scanner.start(allAtOnce));
    expect([scanner.failed, scanner.running]).toEqual([true, false]);
    expect(lines.slice(-2)).toEqual([
      'error: Failed to start scan',
      'error: the radio refused a scan: Error: the radio is busy',
    ]);
    wifi.refuses = false;
    await clock.run(scanner.start(allAtOnce));
    expect(scanner.failed).toBe(false);
    expect(scanner.found).toHaveLength(1);
  });

  test('that the radio refuses on a later channel ends with what the others brought, and has not failed', async () => {
    class TiringWifi extends FakeWifiDriver {
      override async scan(options: RadioScanOptions): Promise<readonly HeardNetwork[]> {
        if (options.channel === 5) throw new Error('the radio is busy');
        return await super.scan(options);
      }
    }
    const wifi = new TiringWifi([network('a', { channel: 3 }), network('b', { channel: 9 })]);
    const { scanner, clock } = bench([], { wifi });
    await clock.run(scanner.start({ ...allAtOnce, groupChannels: 13 }));
    expect([scanner.failed, scanner.running]).toEqual([false, false]);
    expect(scanner.found.map(({ channel }) => channel)).toEqual([3]);
  });

  test('is logged as the firmware does it', async () => {
    const heard = [
      network('HomeNet', { rssi: -51, channel: 1, authMode: 7 }),
      network('Café', { rssi: -102, channel: 1, authMode: 13 }),
    ];
    const { scanner, clock, lines } = bench(heard);
    await clock.run(scanner.start({ ...allAtOnce, groupChannels: 13 }));
    expect(lines.slice(0, 9)).toEqual([
      'debug: Scan starting on channel 1...',
      'debug: Scan started',
      'debug: Scan finished',
      'debug: Scan results for channel 1 :',
      `debug: \tS.N. ${'SSID'.padEnd(32)} ${'BSSID'.padEnd(12)} RSSI AUTH`,
      `debug: \t[ 0] ${'HomeNet'.padEnd(32)} 020000000001  -51    7`,
      `debug: \t[ 1] ${'Café'.padEnd(32)} 020000000001 -102   13`,
      'debug: Scan starting on channel 2...',
      'debug: Scan started',
    ]);
    expect(lines).toContain('debug: Scan result empty');
    const before = lines.length;
    await clock.run(Promise.all([scanner.start(allAtOnce), scanner.start(allAtOnce)]));
    expect(lines.slice(before, before + 5)).toEqual([
      'debug: Scan starting...',
      'debug: Scan started',
      'debug: Scan already running',
      'debug: Scan finished',
      'debug: Scan results :',
    ]);
  });
});

describe('a list that is full', () => {
  // As in a run of the firmware itself: ever weaker networks, spread over the channels.
  const street = Array.from({ length: 25 }, (_, i) =>
    network(`net ${i}`, { rssi: -30 - i, channel: 1 + ((i * 5) % 13) }),
  );
  const numbers = (found: readonly HeardNetwork[]) => found.map(({ rssi }) => -30 - rssi);

  async function scanned(groupChannels: number, keepsStrongest: boolean): Promise<number[]> {
    const { scanner, clock } = bench(street, { keepsStrongest });
    await clock.run(scanner.start({ ...allAtOnce, groupChannels }));
    return numbers(scanner.found);
  }

  test('keeps the strongest networks, however the scan went over the channels', async () => {
    const strongest = Array.from({ length: 16 }, (_, i) => i);
    expect(await scanned(0, true)).toEqual(strongest);
    expect(await scanned(5, true)).toEqual(strongest);
  });

  test('gives up its last ones for those of a later channel, to be an exact release', async () => {
    expect(await scanned(0, false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(await scanned(5, false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 18]);
  });
});
