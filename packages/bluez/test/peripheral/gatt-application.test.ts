import type { LinkListener, LocalService } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { bluezPeripheral } from '../../src/index.ts';
import { bluezInterfaces, standardInterfaces } from '../../src/service/bluez-names.ts';
import { adapterObject, adapterPath, FakeBluez } from '../support/fake-bluez.ts';
import { until } from '../support/room.ts';
import { hello, linkEvents, sampleService, serviceUuid, slotUuid } from '../support/sample-service.ts';

const phone = `${adapterPath}/dev_00_00_00_00_00_01`;
const other = `${adapterPath}/dev_00_00_00_00_00_02`;
const { characteristic, descriptor } = bluezInterfaces;

/** Returns a peripheral on a scripted bus, and calls to it as bluetoothd makes them. */
async function serve(service: LocalService, listener: LinkListener = linkEvents()) {
  const device = (address: string) => ({
    [bluezInterfaces.device]: { Address: address, Connected: true, ServicesResolved: false },
  });
  const objects = { ...adapterObject, [phone]: device('00:00:00:00:00:01'), [other]: device('00:00:00:00:00:02') };
  const fake: FakeBluez = new FakeBluez(objects, ({ member, path }) => {
    if (member !== 'Disconnect') return /Register|Agent/.test(member) ? [] : undefined;
    fake.change(path, bluezInterfaces.device, { Connected: false });
    return [];
  });
  const log: string[] = [];
  const peripheral = bluezPeripheral({
    bus: fake.bus,
    clock: manualClock(),
    radioSwitches: async () => [],
    log: (level, _, text) => void log.push(`${level}: ${text}`),
  });
  await peripheral.serve(service, listener);
  const root = String(fake.bus.calls.find(({ member }) => member === 'RegisterApplication')?.body?.[0]);
  const options = (values: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries({ device: phone, ...values })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, { signature: 'v', value }]),
    );
  const charPath = (index: number) => `${root}/service/char000${index}`;
  return {
    fake,
    peripheral,
    root,
    log,
    tree: async () => {
      const [tree] = await fake.bus.incoming(root, standardInterfaces.objectManager, 'GetManagedObjects', '');
      return tree as Record<string, Record<string, Record<string, { value: unknown }>>>;
    },
    write: (value: Uint8Array, given: Record<string, unknown> = {}) =>
      fake.bus.incoming(charPath(0), characteristic, 'WriteValue', 'aya{sv}', value, options(given)),
    read: async (given: Record<string, unknown> = {}) => {
      const [value] = await fake.bus.incoming(charPath(0), characteristic, 'ReadValue', 'a{sv}', options(given));
      return value as Uint8Array;
    },
    name: async (given: Record<string, unknown> = {}) => {
      const path = `${charPath(0)}/desc0`;
      const [value] = await fake.bus.incoming(path, descriptor, 'ReadValue', 'a{sv}', options(given));
      return value as Uint8Array;
    },
  };
}

describe('the objects of a service', () => {
  test('are listed in the order of its characteristics, with their properties', async () => {
    const { tree, root } = await serve(sampleService({ notify: true }).local);
    const objects = await tree();
    const charPath = `${root}/service/char0000`;
    expect(Object.keys(objects)).toEqual([
      `${root}/service`,
      charPath,
      `${charPath}/desc0`,
      `${root}/service/char0001`,
      `${root}/service/char0001/desc0`,
    ]);
    // The same when bluetoothd sorts them by name.
    expect(Object.keys(objects).sort()).toEqual(Object.keys(objects));
    const values = (path: string, name: string) =>
      Object.fromEntries(Object.entries(objects[path]?.[name] ?? {}).map(([key, { value }]) => [key, value]));
    expect(values(`${root}/service`, bluezInterfaces.service)).toEqual({ UUID: serviceUuid, Primary: true });
    expect(values(charPath, characteristic)).toEqual({
      UUID: slotUuid(0xff51),
      Service: `${root}/service`,
      Flags: ['read', 'write', 'notify'],
    });
    expect(values(`${charPath}/desc0`, descriptor)).toEqual({
      UUID: '00002901-0000-1000-8000-00805f9b34fb',
      Characteristic: charPath,
      Flags: ['read'],
    });
  });

  test('ask for encryption by their flags, and leave out a name that there is not', async () => {
    const { local } = sampleService({ encrypted: true });
    const characteristics = local.characteristics.map((each) => ({ ...each, description: undefined }));
    const { tree, root } = await serve({ ...local, characteristics });
    const objects = await tree();
    expect(Object.keys(objects)).toHaveLength(3);
    expect(objects[`${root}/service/char0000`]?.[characteristic]?.['Flags']?.value).toEqual([
      'encrypt-read',
      'encrypt-write',
    ]);
  });
});

describe('a value', () => {
  test('is written and read for the central behind the call', async () => {
    const { local, written } = sampleService();
    const { write, read } = await serve(local);
    await write(hello);
    expect(written).toEqual([{ peer: 1, value: hello }]);
    expect(await read()).toEqual(hello);
  });

  test('is read piece by piece from where bluetoothd says', async () => {
    const { write, read } = await serve(sampleService().local);
    await write(hello);
    expect(await read({ offset: 6 })).toEqual(utf8('there'));
    expect(await read({ offset: hello.length })).toEqual(new Uint8Array(0));
    await expect(read({ offset: hello.length + 1 })).rejects.toMatchObject({
      errorName: 'org.bluez.Error.InvalidOffset',
    });
  });

  test('of the name is read so too', async () => {
    const { name } = await serve(sampleService().local);
    expect(await name()).toEqual(utf8('prov-session'));
    expect(await name({ offset: 5 })).toEqual(utf8('session'));
  });

  test('is not written from its middle, as firmware does not take that either', async () => {
    const { local, written } = sampleService();
    const { write } = await serve(local);
    await expect(write(hello, { offset: 3 })).rejects.toMatchObject({ errorName: 'org.bluez.Error.InvalidOffset' });
    expect(written).toEqual([]);
  });

  test('is not taken when bluetoothd only asks whether it may come', async () => {
    const { local, written } = sampleService();
    const { write } = await serve(local);
    await write(hello, { 'prepare-authorize': true });
    expect(written).toEqual([]);
  });

  test('has at most 512 bytes', async () => {
    const { local } = sampleService();
    const [first] = local.characteristics;
    const long = { ...first, read: () => new Uint8Array(513) } as LocalService['characteristics'][number];
    const { write, read } = await serve({ ...local, characteristics: [long] });
    await expect(write(new Uint8Array(513))).rejects.toMatchObject({ errorName: 'org.bluez.Error.InvalidValueLength' });
    await expect(read()).rejects.toMatchObject({ errorName: 'org.bluez.Error.InvalidValueLength' });
  });

  test('that is refused is refused with the number', async () => {
    const { write } = await serve(sampleService().local);
    await expect(write(Uint8Array.of(0x85, 0))).rejects.toMatchObject({
      errorName: 'org.bluez.Error.Failed',
      message: '0x85',
    });
  });

  test('of a central that bluetoothd does not name is served as well', async () => {
    const events = linkEvents();
    const { write } = await serve(sampleService().local, events);
    await write(hello, { device: undefined });
    expect(events.events).toEqual(['up 1']);
  });
});

describe('a second central', () => {
  test('is refused and disconnected, and the first one goes on', async () => {
    const events = linkEvents();
    const { local, written } = sampleService();
    const { write, fake, log } = await serve(local, events);
    await write(hello);
    await expect(write(hello, { device: other })).rejects.toMatchObject({
      errorName: 'org.bluez.Error.NotAuthorized',
    });
    await until(() => fake.bus.calls.some(({ member, path }) => member === 'Disconnect' && path === other));
    await write(hello);
    expect(events.events).toEqual(['up 1']);
    expect(written.map(({ peer }) => peer)).toEqual([1, 1]);
    expect(log).toEqual([`warn: ${other} is refused: another central is connected`]);
  });

  test('is the next one once the first has left', async () => {
    const events = linkEvents();
    const { write, fake } = await serve(sampleService().local, events);
    await write(hello);
    fake.change(phone, bluezInterfaces.device, { Connected: false });
    await write(hello, { device: other });
    fake.remove(other);
    expect(events.events).toEqual(['up 1', 'down 1', 'up 2', 'down 2']);
  });
});

test('whoever still waits at the end is refused before the service is withdrawn', async () => {
  const { local, written, release } = sampleService();
  const { write, fake, peripheral } = await serve(local);
  const order: string[] = [];
  const waiting = write(Uint8Array.of(1)).catch((error) => {
    order.push(error.errorName, ...fake.bus.members.filter((member) => member === 'UnregisterApplication'));
  });
  await until(() => written.length === 1);
  await peripheral[Symbol.asyncDispose]();
  await waiting;
  expect(order).toEqual(['org.bluez.Error.Unlikely']);
  expect(fake.bus.members).toContain('UnregisterApplication');
  expect(fake.bus.held).toEqual({ rules: 0, handlers: 0 });
  release();
});
