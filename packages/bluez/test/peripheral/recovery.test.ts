import { startPrivateBus } from '@esp-prov/dbus';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { bluezPeripheral } from '../../src/index.ts';
import { bluezInterfaces } from '../../src/service/bluez-names.ts';
import { adapterObject, adapterPath, FakeBluez } from '../support/fake-bluez.ts';
import { firstSeen, peripheralAddress, sampleName, testRooms, until } from '../support/room.ts';
import { hello, linkEvents, sampleService, serviceUuid } from '../support/sample-service.ts';

const openRoom = testRooms();

describe.skipIf(!canStartBus)('a peripheral', () => {
  test.each(['while it advertises', 'while a central is connected'])(
    'offers everything again after a restart of bluetoothd %s',
    async (when) => {
      const room = await openRoom();
      const { events } = await room.offer();
      if (when.includes('connected')) await (await room.connect()).session.write(hello);
      await room.bluez.stopService();
      await until(() => room.log.some((line) => line.startsWith('warn: the service is not offered for now')));
      await room.bluez.startService();
      const { session } = await room.connect();
      await session.write(hello);
      if (when.includes('connected')) expect(events.slice(0, 2)).toEqual(['up 1', 'down 1']);
      expect(room.log).toContain('info: the service is offered again');
    },
  );

  test('offers everything again after its adapter was pulled out and plugged in', async () => {
    const room = await openRoom();
    await room.offer();
    await room.bluez.unplug('hci1');
    await until(() => room.log.some((line) => line.startsWith('warn: waiting to offer the service again')));
    room.bluez.plug('hci1');
    expect((await firstSeen(room.central)).id).toBe(peripheralAddress);
  });

  test('advertises what was asked for while bluetoothd was away', async () => {
    const room = await openRoom();
    const service = sampleService();
    await room.peripheral.serve(service.local, linkEvents());
    await room.bluez.stopService();
    await until(() => room.log.some((line) => line.startsWith('warn:')));
    await room.peripheral.advertise({ name: sampleName, service: serviceUuid });
    await room.bluez.startService();
    expect((await firstSeen(room.central)).name).toBe(sampleName);
  });

  test('can be ended while it waits', async () => {
    const room = await openRoom();
    await room.offer();
    await room.bluez.stopService();
    await until(() => room.log.some((line) => line.startsWith('warn:')));
    await room.peripheral[Symbol.asyncDispose]();
  });

  test('gives the adapter its own name back also after a restart', async () => {
    const room = await openRoom();
    await room.offer();
    await room.bluez.stopService();
    await room.bluez.startService();
    await until(() => room.log.includes('info: the service is offered again'));
    await room.peripheral[Symbol.asyncDispose]();
    const state = room.anotherPeripheral({ adapter: 'hci1' });
    await state.serve(sampleService().local, linkEvents());
    await state.advertise({ name: 'PROV_OTHER', service: serviceUuid });
    expect((await firstSeen(room.central)).name).toBe('PROV_OTHER');
  });

  test('whose bus dies says so, tells that the central is gone, and stays calm', async () => {
    await using bus = await startPrivateBus();
    const room = await openRoom({ bus: bus.address });
    const { events } = await room.offer();
    await (await room.connect()).session.write(hello);
    await bus.stop();
    await until(() => room.log.some((line) => line.startsWith('error: the service is not offered any more')));
    expect(events).toEqual(['up 1', 'down 1']);
    await room.peripheral[Symbol.asyncDispose]();
  });
});

test('a bluetoothd that takes the advertisement away is asked to take it again', async () => {
  const fake: FakeBluez = new FakeBluez(adapterObject, ({ member }) => (/Register|Set/.test(member) ? [] : undefined));
  const peripheral = bluezPeripheral({ bus: fake.bus, clock: manualClock(), radioSwitches: async () => [] });
  await peripheral.serve(sampleService().local, linkEvents());
  await peripheral.advertise({ name: sampleName, service: serviceUuid });
  const registrations = () => fake.bus.calls.filter(({ member }) => member === 'RegisterAdvertisement');
  const [path] = registrations()[0]?.body ?? [];
  await fake.bus.incoming(String(path), bluezInterfaces.advertisement, 'Release', '');
  await until(() => registrations().length === 2);
  expect(fake.bus.members).not.toContain('UnregisterAdvertisement');
  await peripheral[Symbol.asyncDispose]();
  expect(fake.bus.held).toEqual({ rules: 0, handlers: 0 });
  expect(fake.objects[adapterPath]?.[bluezInterfaces.adapter]?.['Alias']).toBe('');
});

test('a peripheral that cannot register is as if it had not been tried', async () => {
  const fake = new FakeBluez(adapterObject);
  const peripheral = bluezPeripheral({ bus: fake.bus, clock: manualClock(), radioSwitches: async () => [] });
  expect((await failureOf(peripheral.serve(sampleService().local, linkEvents()))).code).toBe('bluetooth/no-adapter');
  expect(fake.bus.held.handlers).toBe(0);
  await peripheral[Symbol.asyncDispose]();
  expect(fake.bus.held).toEqual({ rules: 0, handlers: 0 });
});
