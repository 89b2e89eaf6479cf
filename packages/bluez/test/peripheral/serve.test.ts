import { type ConnectedBus, connectBus, type Variant } from '@esp-prov/dbus';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { characteristic, firstSeen, peripheralAddress, type Room, testRooms, until } from '../support/room.ts';
import { hello, linkEvents, sampleService, serviceUuid, slowValue } from '../support/sample-service.ts';

const openRoom = testRooms();

/** Calls of a bus of the test's own, as another program would make them. */
async function onBus<T>({ bluez }: Room, task: (bus: ConnectedBus) => Promise<T>): Promise<T> {
  await using bus = await connectBus({ address: bluez.address });
  return await task(bus);
}

/** Returns a property of the peripheral's adapter. */
async function adapterProperty(room: Room, name: string, interfaceName = 'org.bluez.Adapter1'): Promise<unknown> {
  return await onBus(room, async (bus) => {
    const target = { destination: 'org.bluez', path: '/org/bluez/hci1', interface: 'org.freedesktop.DBus.Properties' };
    const [value] = await bus.call({ ...target, member: 'Get', signature: 'ss', body: [interfaceName, name] });
    return (value as Variant).value;
  });
}

const activeInstances = (room: Room) => adapterProperty(room, 'ActiveInstances', 'org.bluez.LEAdvertisingManager1');

describe.skipIf(!canStartBus)('a central', () => {
  test('is told once it connects, and when it leaves', async () => {
    const room = await openRoom();
    const { events } = await room.offer();
    const { connection } = await room.connect();
    await until(() => events.includes('up 1'));
    await connection[Symbol.asyncDispose]();
    await until(() => events.includes('down 1'));
    expect(events).toEqual(['up 1', 'down 1']);
  });

  test('has another number each time', async () => {
    const room = await openRoom();
    const { events, written } = await room.offer();
    for (let round = 0; round < 3; round++) {
      const { connection, session } = await room.connect();
      await session.write(hello);
      await connection[Symbol.asyncDispose]();
      await until(() => events.length === 2 * round + 2);
    }
    expect(written.map(({ peer }) => peer)).toEqual([1, 2, 3]);
    expect(events).toEqual(['up 1', 'down 1', 'up 2', 'down 2', 'up 3', 'down 3']);
  });

  test('that vanishes is noticed', async () => {
    const room = await openRoom();
    const { events } = await room.offer();
    const { session } = await room.connect();
    await session.write(hello);
    room.bluez.setSignal('hci0', 'hci1', undefined);
    await until(() => events.includes('down 1'));
    room.bluez.setSignal('hci0', 'hci1', -40);
    expect((await firstSeen(room.central)).id).toBe(peripheralAddress);
  });

  test('that comes second is refused and dropped, and the first one goes on', async () => {
    const room = await openRoom({ adapters: [{}, { keepsAdvertising: true }, {}], delays: { connectMs: 50 } });
    const { events, written } = await room.offer();
    const second = room.anotherCentral({ adapter: 'hci2' });
    const { id } = await firstSeen(room.central);
    await firstSeen(second);
    const [one, two] = await Promise.all([room.central.connect(id), second.connect(id)]);
    await characteristic(one, 0xff51).write(hello);
    expect((await failureOf(characteristic(two, 0xff51).write(hello))).code).toBe('gatt/refused');
    await until(() => two.lost.aborted);
    expect(await characteristic(one, 0xff51).read()).toEqual(hello);
    expect(written).toHaveLength(1);
    expect(events.filter((event) => event.startsWith('up'))).toHaveLength(written[0]?.peer ?? 0);
    expect(room.log.filter((line) => line.includes('another central is connected'))).toHaveLength(1);
  });

  test('is disconnected on request, and what it waits for is answered first', async () => {
    const room = await openRoom();
    const { events, written, release } = await room.offer();
    const { connection, session } = await room.connect();
    const write = failureOf(session.write(slowValue)).then(({ code }) => code);
    await until(() => written.length === 1);
    await room.peripheral.disconnect(1);
    // Its refusal is followed by the end of the link, and the latter is what counts.
    expect(await write).toBe('link/lost');
    await until(() => connection.lost.aborted);
    expect(events).toEqual(['up 1', 'down 1']);
    expect(room.bluez.links).toBe(0);
    await room.peripheral.disconnect(1);
    release();
  });
});

describe.skipIf(!canStartBus)('advertising', () => {
  test('pauses while a central uses the service, and goes on when it has left', async () => {
    const room = await openRoom();
    await room.offer();
    const { connection, session } = await room.connect();
    await session.read();
    await expect.poll(() => activeInstances(room)).toBe(0);
    await connection[Symbol.asyncDispose]();
    await expect.poll(() => activeInstances(room)).toBe(1);
    expect((await firstSeen(room.central)).id).toBe(peripheralAddress);
  });

  test('can be stopped and begun again, also while a central is connected', async () => {
    const room = await openRoom();
    await room.offer();
    const { connection, session } = await room.connect();
    await session.read();
    await room.peripheral.stopAdvertising();
    await connection[Symbol.asyncDispose]();
    await expect(firstSeen(room.central, 100)).rejects.toMatchObject({ name: 'TimeoutError' });
    await room.peripheral.advertise({ name: 'PROV_OTHER', service: serviceUuid });
    expect((await firstSeen(room.central)).id).toBe(peripheralAddress);
  });

  test('needs something to offer, which is one service', async () => {
    const room = await openRoom();
    const { peripheral } = room;
    await expect(peripheral.advertise({ name: 'X', service: serviceUuid })).rejects.toThrow(TypeError);
    await room.offer();
    await expect(peripheral.serve(sampleService().local, linkEvents())).rejects.toThrow(TypeError);
  });

  test('comes back after the adapter was switched off for a while', async () => {
    const room = await openRoom();
    await room.offer();
    room.bluez.setPowered('hci1', false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    room.bluez.setPowered('hci1', true);
    expect((await firstSeen(room.central)).id).toBe(peripheralAddress);
  });
});

/** Gives the adapter a name, as a person does. */
function aliasCall(value: string) {
  const path = '/org/bluez/hci1';
  const target = { destination: 'org.bluez', path, interface: 'org.freedesktop.DBus.Properties', member: 'Set' };
  return { ...target, signature: 'ssv', body: ['org.bluez.Adapter1', 'Alias', { signature: 's', value }] };
}

describe.skipIf(!canStartBus)('the adapter', () => {
  test('has the advertised name while it advertises, and its own again afterwards', async () => {
    const room = await openRoom();
    await room.offer();
    expect(await adapterProperty(room, 'Alias')).toBe('PROV_261FCC');
    await room.peripheral[Symbol.asyncDispose]();
    expect(await adapterProperty(room, 'Alias')).toBe('virtual1');
    expect(await activeInstances(room)).toBe(0);
  });

  test('is given no name back that a run left behind which was killed', async () => {
    const room = await openRoom();
    await onBus(room, async (bus) => await bus.call(aliasCall('PROV_261FCC')));
    await room.offer();
    await room.peripheral[Symbol.asyncDispose]();
    expect(await adapterProperty(room, 'Alias')).toBe('virtual1');
  });

  test('keeps a name that somebody gave it meanwhile', async () => {
    const room = await openRoom();
    await room.offer();
    await onBus(room, async (bus) => await bus.call(aliasCall('workshop')));
    await room.peripheral[Symbol.asyncDispose]();
    expect(await adapterProperty(room, 'Alias')).toBe('workshop');
  });

  test('lets centrals pair for as long as attributes want an encrypted link', async () => {
    const room = await openRoom();
    await onBus(room, async (bus) => {
      const target = {
        destination: 'org.bluez',
        path: '/org/bluez/hci1',
        interface: 'org.freedesktop.DBus.Properties',
      };
      const body = ['org.bluez.Adapter1', 'Pairable', { signature: 'b', value: false }];
      await bus.call({ ...target, member: 'Set', signature: 'ssv', body });
    });
    const { written } = await room.offer({ encrypted: true });
    expect(await adapterProperty(room, 'Pairable')).toBe(true);
    const { session } = await room.connect();
    await session.write(hello);
    expect(written).toHaveLength(1);
    await room.peripheral[Symbol.asyncDispose]();
    expect(await adapterProperty(room, 'Pairable')).toBe(false);
    expect(room.bluez.links).toBe(0);
  });

  test('that is off, or is not there, is named', async () => {
    const room = await openRoom();
    room.bluez.setPowered('hci1', false);
    expect((await failureOf(room.offer())).code).toBe('bluetooth/powered-off');
    expect(
      (await failureOf(room.anotherPeripheral({ adapter: 'hci7' }).serve(sampleService().local, linkEvents()))).code,
    ).toBe('bluetooth/no-adapter');
    // The same one can be tried again.
    room.bluez.setPowered('hci1', true);
    const failure = () =>
      failureOf(room.offer())
        .then(({ code }) => code)
        .catch(() => 'none');
    await expect.poll(failure).toBe('none');
  });
});

test('after its end a peripheral refuses everything, and ends once more without harm', async () => {
  const room = await openRoom();
  await room.offer();
  await room.peripheral[Symbol.asyncDispose]();
  await room.peripheral[Symbol.asyncDispose]();
  expect((await failureOf(room.peripheral.advertise({ name: 'X', service: serviceUuid }))).code).toBe('link/closed');
});
