import type { Variant } from '@esp-prov/dbus';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { devicePath, testCentral } from './support/central.ts';
import { testPeripheral, testService } from './support/peripheral.ts';
import { testRooms } from './support/test-room.ts';

const adapter = '/org/bluez/hci0';
const device = devicePath();
const variants = (values: Record<string, [signature: string, value: unknown]>): Record<string, Variant> =>
  Object.fromEntries(Object.entries(values).map(([name, [signature, value]]) => [name, { signature, value }]));
const le = variants({ Transport: ['s', 'le'] });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!canStartBus)('a scan', () => {
  const room = testRooms();

  test('finds a device that advertises, with what it says', async () => {
    const { central } = await room(
      {},
      { advertisement: variants({ Includes: ['as', ['tx-power']], Appearance: ['q', 0x80] }) },
    );
    await central.find();
    const appeared = central.signals.find(({ member, body }) => member === 'InterfacesAdded' && body[0] === device);
    expect(appeared?.body[1]).toMatchObject({
      'org.bluez.Device1': { Name: { signature: 's', value: 'PROV_261FCC' }, RSSI: { signature: 'n' } },
    });
    expect((await central.objects()).get(device)).toMatchObject({
      Address: '02:00:00:00:00:01',
      AddressType: 'public',
      Name: 'PROV_261FCC',
      Alias: 'PROV_261FCC',
      UUIDs: [testService],
      Adapter: adapter,
      Appearance: 0x80,
      TxPower: 7,
      AdvertisingFlags: Uint8Array.of(6),
      Connected: false,
      ServicesResolved: false,
      Paired: false,
    });
    expect((await central.objects()).get(device)).not.toHaveProperty('ManufacturerData');
  });

  test('announces new strengths of the signal, and takes the last one back at its end', async () => {
    const { central } = await room();
    await central.find();
    await expect.poll(() => new Set(central.changes(device, 'RSSI')).size).toBeGreaterThan(2);
    await central.call(adapter, 'StopDiscovery');
    expect(central.changes(device, 'RSSI').at(-1)).toBeUndefined();
    expect((await central.objects()).get(device)).not.toHaveProperty('RSSI');
    expect(central.changes(adapter, 'Discovering')).toEqual([true, false]);
  });

  test('announces fewer of them when nobody has set a filter', async () => {
    const { central } = await room();
    await central.call(adapter, 'StartDiscovery');
    await expect.poll(() => central.changes(device, 'RSSI').length).toBeGreaterThan(2);
    const strengths = central.changes(device, 'RSSI') as number[];
    const steps = strengths.slice(1).map((strength, index) => Math.abs(strength - (strengths[index] ?? 0)));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(8);
  });

  test('belongs to its program: one each, and gone with it', async () => {
    const { bluez, central } = await room();
    const other = await testCentral(bluez.address);
    await central.call(adapter, 'StartDiscovery');
    expect(await central.refusal(() => central.call(adapter, 'StartDiscovery'))).toBe(
      'InProgress: Operation already in progress',
    );
    expect(await other.refusal(() => other.call(adapter, 'StopDiscovery'))).toBe('Failed: No discovery started');
    await other.call(adapter, 'StartDiscovery');
    await central.call(adapter, 'StopDiscovery');
    expect(await central.get(adapter, 'Discovering')).toBe(true);
    await other[Symbol.asyncDispose]();
    await central.until(adapter, 'Discovering', false);
  });

  const filters: readonly (readonly [filter: Record<string, [string, unknown]>, found: boolean])[] = [
    [{ Transport: ['s', 'le'] }, true],
    [{ Transport: ['s', 'auto'] }, true],
    [{ Transport: ['s', 'bredr'] }, false],
    [{ UUIDs: ['as', [testService.toUpperCase()]] }, true],
    [{ UUIDs: ['as', ['ffff', testService]] }, true],
    [{ UUIDs: ['as', ['ffff']] }, false],
    [{ RSSI: ['n', -100] }, true],
    [{ RSSI: ['n', -20] }, false],
    [{ Pattern: ['s', 'PROV_'] }, true],
    [{ Pattern: ['s', '02:00'] }, true],
    [{ Pattern: ['s', 'prov_'] }, false],
    [{ DuplicateData: ['b', true], Discoverable: ['b', true] }, true],
    [{ UUIDs: ['as', [testService]], RSSI: ['n', -20] }, false],
  ];
  test.each(filters)('with the filter %j finds the device: %s', async (filter, found) => {
    const { central } = await room();
    await central.call(adapter, 'SetDiscoveryFilter', 'a{sv}', [variants(filter)]);
    await central.call(adapter, 'StartDiscovery');
    if (found) await expect.poll(async () => (await central.objects()).has(device)).toBe(true);
    else {
      await pause(60);
      expect((await central.objects()).has(device)).toBe(false);
    }
  });

  test('refuses filters that are none', async () => {
    const { central } = await room();
    const wrong: Record<string, [string, unknown]>[] = [
      { Nonsense: ['s', 'x'] },
      { Transport: ['s', 'wifi'] },
      { Transport: ['b', true] },
      { RSSI: ['n', 21] },
      { RSSI: ['q', 1] },
      { RSSI: ['n', -50], Pathloss: ['q', 50] },
      { UUIDs: ['as', ['not a uuid']] },
    ];
    for (const filter of wrong) {
      const set = () => central.call(adapter, 'SetDiscoveryFilter', 'a{sv}', [variants(filter)]);
      expect(await central.refusal(set), JSON.stringify(filter)).toMatch(/^InvalidArguments/);
    }
    expect(await central.call(adapter, 'GetDiscoveryFilters')).toEqual([
      ['UUIDs', 'RSSI', 'Pathloss', 'Transport', 'DuplicateData', 'Discoverable', 'Pattern'],
    ]);
  });

  test('without a filter leaves out devices that do not want to be found by strangers', async () => {
    const { central, peripheral } = await room({}, { advertisement: { Discoverable: undefined } });
    await central.call(adapter, 'StartDiscovery');
    await pause(60);
    expect((await central.objects()).has(device)).toBe(false);
    await central.set('/org/bluez/hci1', 'Discoverable', 'b', true);
    await expect.poll(async () => (await central.objects()).has(device)).toBe(true);
    expect(peripheral.released).toBe(0);
  });

  test('hears nothing from out of reach, and everything again from nearer', async () => {
    const { bluez, central } = await room();
    bluez.setSignal('hci0', 'hci1', undefined);
    await central.call(adapter, 'SetDiscoveryFilter', 'a{sv}', [le]);
    await central.call(adapter, 'StartDiscovery');
    await pause(60);
    expect((await central.objects()).has(device)).toBe(false);
    bluez.setSignal('hci0', 'hci1', -90);
    await expect.poll(async () => (await central.objects()).get(device)?.['RSSI']).toBeLessThan(-85);
    expect(() => bluez.setSignal('hci0', 'hci7', -50)).toThrow('there is no adapter hci7');
  });

  test('finds several devices', async () => {
    const { bluez, central } = await room({ adapters: 3 });
    await using second = await testPeripheral({ address: bluez.address, adapter: 'hci2' });
    await second.advertise();
    await central.find();
    await central.call(adapter, 'StopDiscovery');
    await central.find(devicePath('hci0', '02'));
    expect([...(await central.objects()).keys()].filter((path) => path.startsWith(`${adapter}/dev_`))).toHaveLength(2);
  });

  test('forgets devices that are only seen, after a while without them, and keeps those that were used', async () => {
    const { central, peripheral } = await room({ delays: { temporaryMs: 400 } });
    await central.find();
    await pause(500);
    expect((await central.objects()).has(device)).toBe(true);
    await peripheral.bus.close();
    await expect.poll(async () => (await central.objects()).has(device)).toBe(false);
    expect(central.signals.map(({ member }) => member)).toContain('InterfacesRemoved');
  });
});
