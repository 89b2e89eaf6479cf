import type { Variant } from '@esp-prov/dbus';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { devicePath } from './support/central.ts';
import { type TestPeripheralOptions, testPeripheral, testService } from './support/peripheral.ts';
import { testRooms } from './support/test-room.ts';

const device = devicePath();
const manager = 'org.bluez.LEAdvertisingManager1';
const bytes = (length: number): Variant => ({ signature: 'ay', value: new Uint8Array(length) });
const manufacturer = (length: number): Variant => ({ signature: 'a{qv}', value: { 741: bytes(length) } });

describe.skipIf(!canStartBus)('an advertisement', () => {
  const room = testRooms();

  async function answerTo(advertisement: TestPeripheralOptions['advertisement']): Promise<string> {
    const { bluez, central } = await room();
    await using other = await testPeripheral({ address: bluez.address, advertisement: advertisement ?? {} });
    return await central.refusal(() => other.advertise());
  }

  const refused = 'Failed: Failed to parse advertisement.';
  const cases: readonly (readonly [
    what: string,
    advertisement: TestPeripheralOptions['advertisement'],
    answer: string,
  ])[] = [
    ['of no type', { Type: undefined }, refused],
    ['of an unknown type', { Type: { signature: 's', value: 'beacon' } }, refused],
    ['with a property of the wrong type', { LocalName: { signature: 'b', value: true } }, refused],
    ['with a UUID that is none', { ServiceUUIDs: { signature: 'as', value: ['x'] } }, refused],
    ['with two 128-bit UUIDs', { ServiceUUIDs: { signature: 'as', value: [testService, testService] } }, refused],
    ['with as much as fits', { ManufacturerData: manufacturer(6) }, 'no error'],
    ['with a byte more', { ManufacturerData: manufacturer(7) }, refused],
    ['with the longest name', { LocalName: { signature: 's', value: 'n'.repeat(29) } }, 'no error'],
    [
      'with a longer name',
      { LocalName: { signature: 's', value: 'n'.repeat(30) } },
      'Failed: Failed to register advertisement',
    ],
    [
      'with intervals',
      { MinInterval: { signature: 'u', value: 100 }, MaxInterval: { signature: 'u', value: 160 } },
      'no error',
    ],
    [
      'with intervals the wrong way round',
      { MinInterval: { signature: 'u', value: 160 }, MaxInterval: { signature: 'u', value: 100 } },
      refused,
    ],
    ['that broadcasts, and wants to be found', { Type: { signature: 's', value: 'broadcast' } }, refused],
    ['with the name of the adapter beside its own', { Includes: { signature: 'as', value: ['local-name'] } }, refused],
  ];
  test.each(cases)('%s', async (_, advertisement, answer) => {
    expect(await answerTo(advertisement)).toBe(answer);
  });

  test('carries data of the manufacturer and of services', async () => {
    const advertisement = {
      ManufacturerData: { signature: 'a{qv}', value: { 741: { signature: 'ay', value: Uint8Array.of(1, 2, 3) } } },
      ServiceUUIDs: { signature: 'as', value: ['ffff'] },
      ServiceData: { signature: 'a{sv}', value: { ffff: { signature: 'ay', value: Uint8Array.of(9) } } },
      LocalName: undefined,
      Includes: { signature: 'as', value: ['local-name'] },
    };
    const { central } = await room({ adapters: [{}, { systemName: 'board' }] }, { advertisement });
    await central.find();
    const found = (await central.objects()).get(device);
    expect(found).toMatchObject({ Name: 'board', UUIDs: ['0000ffff-0000-1000-8000-00805f9b34fb'] });
    expect(found?.['ManufacturerData']).toEqual({ 741: { signature: 'ay', value: Uint8Array.of(1, 2, 3) } });
  });

  test('is one of five, and goes with its program', async () => {
    const { bluez, central, peripheral } = await room();
    const others = await Promise.all([1, 2, 3, 4].map(() => testPeripheral({ address: bluez.address })));
    const [last, ...rest] = others;
    for (const other of others) await other.advertise();
    const instances = async () => {
      const { ActiveInstances: active, SupportedInstances: free } =
        (await central.objects()).get('/org/bluez/hci1') ?? {};
      return [active, free];
    };
    expect(await instances()).toEqual([5, 0]);
    await using sixth = await testPeripheral({ address: bluez.address });
    expect(await central.refusal(() => sixth.advertise())).toBe('NotPermitted: Maximum advertisements reached');
    await last?.[Symbol.asyncDispose]();
    await expect.poll(instances).toEqual([4, 1]);
    await sixth.advertise();
    const unregister = () => peripheral.call(manager, 'UnregisterAdvertisement', 'o', ['/advertisement']);
    await unregister();
    expect(await central.refusal(unregister)).toBe('DoesNotExist: Does Not Exist');
    expect(await instances()).toEqual([4, 1]);
    expect(peripheral.released).toBe(0);
    await peripheral.advertise();
    expect(await central.refusal(() => peripheral.advertise())).toBe('AlreadyExists: Already Exists');
    for (const other of rest) await other[Symbol.asyncDispose]();
  });

  test('ends by itself after its time-out, and its program is told', async () => {
    const { central, peripheral } = await room({}, { advertisement: { Timeout: { signature: 'q', value: 1 } } });
    await central.find();
    await expect.poll(() => peripheral.released).toBe(1);
    await central.until('/org/bluez/hci1', 'ActiveInstances', 0);
  });

  test('follows what its program changes', async () => {
    const name: Variant = { signature: 's', value: 'PROV_1' };
    const advertisement = { LocalName: name };
    const { central, peripheral } = await room({}, { advertisement });
    await central.find();
    await central.until(device, 'Name', 'PROV_1');
    Object.assign(name, { value: 'PROV_2' });
    const changed = ['org.bluez.LEAdvertisement1', { LocalName: { signature: 's', value: 'PROV_2' } }, []];
    peripheral.bus.emit({
      path: '/advertisement',
      interface: 'org.freedesktop.DBus.Properties',
      member: 'PropertiesChanged',
      signature: 'sa{sv}as',
      body: changed,
    });
    await central.until('/org/bluez/hci1', 'ActiveInstances', 1);
  });

  test('stops while a central is connected, and goes on afterwards', async () => {
    const { central } = await room({ adapters: 3 });
    await central.reach();
    await central.call('/org/bluez/hci2', 'SetDiscoveryFilter', 'a{sv}', [
      { Transport: { signature: 's', value: 'le' } },
    ]);
    await central.call('/org/bluez/hci2', 'StartDiscovery');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await central.objects()).has(devicePath('hci2'))).toBe(false);
    await central.call(device, 'Disconnect');
    await expect.poll(async () => (await central.objects()).has(devicePath('hci2'))).toBe(true);
  });

  test('goes on while a central is connected where the controller can do that, and a second one connects', async () => {
    const { bluez, central } = await room({ adapters: [{}, { keepsAdvertising: true }, {}] });
    await central.reach();
    await central.reach(devicePath('hci2'));
    expect(bluez.links).toBe(2);
  });
});
