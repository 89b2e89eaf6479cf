import { errorReply } from '@esp-prov/dbus';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { bluezCentral } from '../../src/index.ts';
import { bluezErrorName, bluezInterfaces } from '../../src/service/bluez-names.ts';
import { adapterObject, attributeObjects, deviceObject, devicePath, FakeBluez } from '../support/fake-bluez.ts';
import { characteristic, firstSeen, peripheralAddress, testRooms, until } from '../support/room.ts';
import { serviceUuid, slotUuid } from '../support/sample-service.ts';

const openRoom = testRooms();

describe.skipIf(!canStartBus)('a connection', () => {
  test('has the services with what is in them, in the order of the device', async () => {
    const room = await openRoom();
    await room.offer({ notify: true });
    const { connection } = await room.connect();
    const service = connection.services.find(({ uuid }) => uuid === serviceUuid);
    expect(service?.characteristics.map(({ uuid }) => uuid)).toEqual([slotUuid(0xff51), slotUuid(0xff52)]);
    const names = service?.characteristics.map(async ({ descriptors }) => {
      const named = descriptors.find(({ uuid }) => uuid === '00002901-0000-1000-8000-00805f9b34fb');
      return new TextDecoder().decode(await named?.read());
    });
    expect(await Promise.all(names ?? [])).toEqual(['prov-session', 'prov-config']);
    expect(connection.lost.aborted).toBe(false);
  });

  test('is made to a device that nobody has seen yet, as soon as it is heard', async () => {
    const room = await openRoom();
    await room.offer();
    const connection = await room.central.connect(peripheralAddress);
    expect(characteristic(connection, 0xff51).uuid).toBe(slotUuid(0xff51));
  });

  test('ends with its disposal, and the device is told', async () => {
    const room = await openRoom();
    const { events } = await room.offer();
    const { connection, session } = await room.connect();
    await session.read();
    await connection[Symbol.asyncDispose]();
    expect(room.bluez.links).toBe(0);
    expect(connection.lost.aborted).toBe(false);
    await until(() => events.includes('down 1'));
    expect((await failureOf(session.read())).code).toBe('link/closed');
    await connection[Symbol.asyncDispose]();
  });

  test('can be made again and again', async () => {
    const room = await openRoom();
    await room.offer();
    for (let round = 0; round < 5; round++) {
      const { connection, session } = await room.connect();
      expect(await session.read()).toEqual(new Uint8Array(0));
      await connection[Symbol.asyncDispose]();
    }
  });

  test('ends with the central', async () => {
    const room = await openRoom();
    await room.offer();
    await room.connect();
    await room.central[Symbol.asyncDispose]();
    expect(room.bluez.links).toBe(0);
    expect((await failureOf(room.central.connect(peripheralAddress))).code).toBe('link/closed');
  });

  test('is one at a time to a device', async () => {
    const room = await openRoom();
    await room.offer();
    await room.connect();
    expect((await failureOf(room.central.connect(peripheralAddress))).code).toBe('link/unreachable');
  });
});

describe.skipIf(!canStartBus)('a connection that does not come about at first', () => {
  test.each([
    ['is refused as kernels do at times', { at: 'connect', error: 'le-connection-abort-by-local' }],
    ['falls as it is made', { at: 'connect', drop: 'before' }],
    ['falls once it is made', { at: 'connect', drop: 'after' }],
    ['falls while the services are read', { at: 'discover', drop: 'before' }],
    ['has services that could not be read', { at: 'discover', error: 'no answer' }],
  ] as const)('and %s is tried again', async (_, fault) => {
    const room = await openRoom();
    await room.offer();
    room.bluez.addFault({ ...fault, adapter: 'hci0' });
    const { session } = await room.connect();
    expect(await session.read()).toEqual(new Uint8Array(0));
  });

  test('ends with an error that names the device and the reason', async () => {
    const room = await openRoom();
    await room.offer();
    room.bluez.addFault({ at: 'connect', error: 'le-connection-abort-by-local', times: 9 });
    const error = await failureOf(room.connect());
    expect(error.code).toBe('link/unreachable');
    expect(error.message).toContain(peripheralAddress);
    expect(error.message).toContain('le-connection-abort-by-local');
  });

  test('is not waited for longer than it may take', async () => {
    const room = await openRoom({}, { connectTimeoutMs: 300 });
    await room.offer();
    const { id } = await firstSeen(room.central);
    room.bluez.addFault({ at: 'connect', delayMs: Number.POSITIVE_INFINITY });
    expect((await failureOf(room.central.connect(id))).code).toBe('link/unreachable');
    room.bluez.addFault({ at: 'discover', delayMs: Number.POSITIVE_INFINITY });
    // Time passes only once the central has heard of the link.
    const clock = manualClock();
    const bus = room.centralBus;
    let isConnected = false;
    await bus.addMatch({ member: 'PropertiesChanged' }, ({ path, body: [name, changed] }) => {
      isConnected ||= path.includes('hci0/') && name === device && Object.hasOwn(Object(changed), 'Connected');
    });
    const unread = failureOf(room.anotherCentral({ bus, clock, connectTimeoutMs: 300 }).connect(id));
    await until(() => isConnected);
    await clock.advance(300);
    expect((await unread).code).toBe('link/timeout');
    expect(room.bluez.links).toBe(0);
  });

  test('is given up when told so, and then there is no link', async () => {
    const room = await openRoom();
    await room.offer();
    const { id } = await firstSeen(room.central);
    room.bluez.addFault({ at: 'discover', delayMs: Number.POSITIVE_INFINITY });
    const stop = new AbortController();
    const connecting = room.central.connect(id, { signal: stop.signal });
    await until(() => room.bluez.links === 1);
    stop.abort(new Error('enough'));
    await expect(connecting).rejects.toThrow('enough');
    expect(room.bluez.links).toBe(0);
    expect((await room.central.connect(id)).services.length).toBeGreaterThan(0);
  });

  test('to a device that is not heard ends in time', async () => {
    const room = await openRoom({}, { connectTimeoutMs: 200 });
    const error = await failureOf(room.central.connect('02:00:00:00:00:77'));
    expect(error.code).toBe('link/unreachable');
    expect(error.message).toContain('not heard');
  });
});

const { device } = bluezInterfaces;

describe('what bluetoothd says while it connects', () => {
  function connectWith(script: (fake: FakeBluez, member: string) => readonly unknown[] | undefined) {
    const clock = manualClock();
    const fake: FakeBluez = new FakeBluez({ ...adapterObject, ...deviceObject }, ({ member }) =>
      member === 'Disconnect' ? [] : script(fake, member),
    );
    const central = bluezCentral({ bus: fake.bus, clock, radioSwitches: async () => [] });
    return { fake, clock, task: clock.run(central.connect('24:0A:C4:26:1F:CE')) };
  }
  const comeUp = (fake: FakeBluez) => {
    fake.add(attributeObjects);
    fake.change(devicePath, device, { Connected: true, ServicesResolved: true });
    return [];
  };

  test('may be that it is connected before the property is true', async () => {
    const { task } = connectWith((fake, member) => {
      if (member !== 'Connect') return undefined;
      queueMicrotask(() => queueMicrotask(() => comeUp(fake)));
      return [];
    });
    expect((await task).services).toHaveLength(1);
  });

  test('may leave out that the property is true, which is then read', async () => {
    const { task } = connectWith((fake, member) => {
      if (member !== 'Connect') return undefined;
      // The property changes without an announcement, as after a race in bluetoothd.
      Object.assign(fake.objects[devicePath]?.[device] ?? {}, { Connected: true });
      fake.add(attributeObjects);
      queueMicrotask(() => fake.change(devicePath, device, { ServicesResolved: true }));
      return [];
    });
    expect((await task).services).toHaveLength(1);
  });

  test('may tell that the services are known before it has told the last of them', async () => {
    const { task } = connectWith((fake, member) => {
      if (member === 'Connect') {
        fake.change(devicePath, device, { Connected: true, ServicesResolved: true });
        queueMicrotask(() => fake.add(attributeObjects));
        return [];
      }
      return undefined;
    });
    expect((await task).services[0]?.characteristics[0]?.descriptors).toHaveLength(1);
  });

  test('may be that it is under way already', async () => {
    const { task } = connectWith((fake, member) => {
      if (member !== 'Connect') return undefined;
      queueMicrotask(() => comeUp(fake));
      throw errorReply(bluezErrorName('InProgress'), 'In Progress');
    });
    expect((await task).services).toHaveLength(1);
  });

  test('may be wrong: an answer without a link is a failed try', async () => {
    const { task, fake } = connectWith((_, member) => (member === 'Connect' ? [] : undefined));
    expect((await failureOf(task)).code).toBe('link/unreachable');
    expect(fake.bus.members.filter((member) => member === 'Connect').length).toBeGreaterThan(1);
  });

  test('is not asked again when the machine is at fault', async () => {
    const { task, fake } = connectWith((_, member) => {
      if (member !== 'Connect') return undefined;
      throw errorReply(bluezErrorName('NotReady'), 'Resource Not Ready');
    });
    expect((await failureOf(task)).code).toBe('bluetooth/powered-off');
    expect(fake.bus.members.filter((member) => member === 'Connect')).toHaveLength(1);
  });

  test('may be that the key of an old pairing is not known any more', async () => {
    const { task } = connectWith((_, member) => {
      if (member !== 'Connect') return undefined;
      throw errorReply(bluezErrorName('Failed'), 'le-connection-key-missing');
    });
    const error = await failureOf(task);
    expect(error.code).toBe('bluetooth/stale-bond');
    expect(error.message).toContain('bluetoothctl remove 24:0A:C4:26:1F:CE');
  });

  test('may be a paired link that falls each time it is being encrypted', async () => {
    const { task } = connectWith((fake, member) => {
      if (member !== 'Connect') return undefined;
      fake.change(devicePath, device, { Paired: true, Connected: true });
      fake.change(devicePath, device, { Connected: false });
      return [];
    });
    expect((await failureOf(task)).code).toBe('bluetooth/stale-bond');
  });
});
