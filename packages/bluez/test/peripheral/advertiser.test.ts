import { errorReply } from '@esp-prov/dbus';
import type { Advertisement } from '@esp-prov/device';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Advertiser } from '../../src/peripheral/advertiser.ts';
import { Bluetoothd } from '../../src/service/bluetoothd.ts';
import { bluezErrorName, bluezInterfaces, standardInterfaces } from '../../src/service/bluez-names.ts';
import { adapterObject, adapterPath, FakeBluez } from '../support/fake-bluez.ts';
import type { FakeBus } from '../support/fake-bus.ts';
import { until } from '../support/room.ts';
import { serviceUuid } from '../support/sample-service.ts';

const sample: Advertisement = { name: 'PROV_261FCC', service: serviceUuid };

/** Returns the properties of the advertisement as bluetoothd reads them. */
async function readAdvertisement(bus: FakeBus, path: unknown): Promise<Record<string, unknown>> {
  const wanted = bluezInterfaces.advertisement;
  const [values] = await bus.incoming(String(path), standardInterfaces.properties, 'GetAll', 's', wanted);
  const entries = Object.entries(values as Record<string, { value: unknown }>);
  return Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
}

/** Returns an advertiser whose bluetoothd reads each advertisement and then answers as `judge` says. */
async function advertiser(judge: (properties: Record<string, unknown>) => void = () => undefined) {
  const seen: Record<string, unknown>[] = [];
  const fake: FakeBluez = new FakeBluez(adapterObject, async ({ member, body = [] }) => {
    if (member === 'UnregisterAdvertisement') return [];
    if (member !== 'RegisterAdvertisement') throw errorReply('org.freedesktop.DBus.Error.UnknownMethod', member);
    const properties = await readAdvertisement(fake.bus, body[0]);
    seen.push(properties);
    judge(properties);
    return [];
  });
  const log: string[] = [];
  const bluetoothd = await Bluetoothd.open(fake.bus, manualClock());
  const made = new Advertiser(bluetoothd, adapterPath, (level, _, text) => void log.push(`${level}: ${text}`));
  return { fake, seen, log, made, members: () => fake.bus.members.slice(1) };
}

describe('an advertisement', () => {
  test('has one service, the whole name, and an interval that phones find quickly', async () => {
    const { made, seen } = await advertiser();
    await made.want(sample);
    expect(seen).toEqual([
      {
        Type: 'peripheral',
        ServiceUUIDs: [serviceUuid],
        LocalName: 'PROV_261FCC',
        Discoverable: true,
        MinInterval: 100,
        MaxInterval: 160,
      },
    ]);
  });

  test.each([
    [8, 'ManufacturerData'],
    [9, 'ScanResponseManufacturerData'],
  ])('has %i bytes of manufacturer data where they fit: %s', async (length, property) => {
    const { made, seen, log } = await advertiser();
    const manufacturerData = Uint8Array.from({ length }, (_, index) => index + 1);
    await made.want({ ...sample, manufacturerData });
    expect(seen[0]?.[property]).toEqual({ [0x0201]: { signature: 'ay', value: manufacturerData.subarray(2) } });
    expect(log.some((line) => line.startsWith('warn:'))).toBe(length === 9);
  });

  test('does without the interval where bluetoothd does not like it, and remembers that', async () => {
    const { made, seen, log, fake } = await advertiser((properties) => {
      if ('MinInterval' in properties) throw errorReply(bluezErrorName('Failed'), 'Failed to parse advertisement.');
    });
    await made.want(sample);
    expect(made.active).toBe(true);
    expect(seen.map((properties) => 'MinInterval' in properties)).toEqual([true, false]);
    await made.want({ ...sample, name: 'OTHER' });
    expect(seen).toHaveLength(3);
    expect(log).toEqual([
      'info: this bluetoothd chooses the advertising interval itself (Failed to parse advertisement.)',
    ]);
    await made.want(undefined);
    expect(fake.bus.held.handlers).toBe(0);
  });

  test.each([
    ['NotPermitted', 'Maximum advertisements reached', 'bluetooth/refused', 1],
    ['NotReady', 'Resource Not Ready', 'bluetooth/powered-off', 1],
    ['Failed', 'Failed to register advertisement', 'bluetooth/refused', 2],
  ])('that is refused with %s (%s) fails with %s after %i tries', async (name, text, code, tries) => {
    const { made, seen, fake } = await advertiser(() => {
      throw errorReply(bluezErrorName(name), text);
    });
    expect((await failureOf(made.want(sample))).code).toBe(code);
    expect(seen).toHaveLength(tries);
    expect(made.active).toBe(false);
    expect(fake.bus.held.handlers).toBe(0);
  });
});

describe('an advertiser', () => {
  test('is quiet while it is paused, also about what is wanted then', async () => {
    const { made, members } = await advertiser();
    await made.want(sample);
    made.pause(true);
    await made.want({ ...sample, name: 'OTHER' });
    expect(members()).toEqual(['RegisterAdvertisement', 'UnregisterAdvertisement']);
    made.pause(false);
    await until(() => made.active);
    expect(members()).toHaveLength(3);
  });

  test('registers once what is wanted twice', async () => {
    const { made, members } = await advertiser();
    await made.want(sample);
    await made.want(sample);
    expect(members()).toEqual(['RegisterAdvertisement']);
  });

  test('registers anew when the adapter was off', async () => {
    const { made, members } = await advertiser();
    await made.want(sample);
    made.renew();
    await until(() => members().length === 3);
    expect(members()).toEqual(['RegisterAdvertisement', 'UnregisterAdvertisement', 'RegisterAdvertisement']);
  });

  test('tells nobody but the log when going on fails', async () => {
    let refuses = false;
    const { made, log } = await advertiser(() => {
      if (refuses) throw errorReply(bluezErrorName('NotPermitted'), 'Maximum advertisements reached');
    });
    await made.want(sample);
    made.pause(true);
    await until(() => !made.active);
    refuses = true;
    made.pause(false);
    await until(() => log.length === 1);
    expect(log[0]).toContain('error: cannot advertise: Maximum advertisements reached');
  });
});
