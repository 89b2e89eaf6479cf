import type { BleCentral } from '@esp-prov/client';
import { connectBus } from '@esp-prov/dbus';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { firstSeen, peripheralAddress, sampleName, testRooms } from '../support/room.ts';
import { sampleService, serviceUuid } from '../support/sample-service.ts';

const openRoom = testRooms();
const silence = { connected: () => undefined, disconnected: () => undefined };

async function isDiscovering(address: string): Promise<unknown> {
  await using bus = await connectBus({ address });
  const [variant] = await bus.call({
    destination: 'org.bluez',
    path: '/org/bluez/hci0',
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: ['org.bluez.Adapter1', 'Discovering'],
  });
  return (variant as { value: unknown }).value;
}

describe.skipIf(!canStartBus)('a scan', () => {
  test('finds a device as its advertisement tells', async () => {
    const room = await openRoom();
    await room.peripheral.serve(sampleService().local, silence);
    await room.peripheral.advertise({
      name: sampleName,
      service: serviceUuid,
      manufacturerData: Uint8Array.of(0xe5, 0x02, 7, 8),
    });
    const device = await firstSeen(room.central);
    expect(device).toMatchObject({ id: peripheralAddress, name: sampleName, services: [serviceUuid] });
    expect(device.rssi).toBeLessThan(0);
    expect(device.manufacturerData).toEqual(Uint8Array.of(0xe5, 0x02, 7, 8));
  });

  test('tells every sighting anew', async () => {
    const room = await openRoom();
    await room.offer();
    const strengths = new Set<number | undefined>();
    for await (const { rssi } of room.central.scan({ service: serviceUuid })) {
      strengths.add(rssi);
      if (strengths.size === 3) break;
    }
    expect(strengths.size).toBe(3);
  });

  test.each([
    [{ namePrefix: 'PROV_' }, true],
    [{ namePrefix: 'prov_' }, false],
    [{ service: serviceUuid.toUpperCase() }, true],
    [{ service: '1775244d-6b43-439b-877c-060f2d9bed07' }, false],
    [{ namePrefix: 'PROV_', service: serviceUuid }, true],
    [{}, true],
  ])('with the filter %j finds it: %s', async (filter, found) => {
    const room = await openRoom();
    await room.offer();
    const names: (string | undefined)[] = [];
    // What is there may take its time on a busy machine; what is not would be heard many times in this one.
    const patience = AbortSignal.timeout(found ? 60_000 : 300);
    const scan = async () => {
      for await (const { name } of room.central.scan(filter, { signal: patience })) {
        names.push(name);
        return;
      }
    };
    await scan().catch((error: unknown) => expect(error).toMatchObject({ name: 'TimeoutError' }));
    expect(names).toEqual(found ? [sampleName] : []);
  });

  test('does not report devices that are remembered and not there', async () => {
    const room = await openRoom();
    await room.offer();
    await firstSeen(room.central);
    await room.peripheral.stopAdvertising();
    // Not seen for a while.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const reason = new Error('nothing seen');
    await expect(firstSeen(room.central, 200)).rejects.toMatchObject({ name: 'TimeoutError' });
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 100);
    const scan = room.central.scan({}, { signal: stop.signal })[Symbol.asyncIterator]();
    await expect(scan.next()).rejects.toBe(reason);
  });

  test('reports devices that another program has, if requested, but not its own', async () => {
    const room = await openRoom();
    await room.offer();
    const { connection } = await room.connect();
    const taken = (central: BleCentral, ms: number) =>
      firstOf(central.scan({ taken: true }, { signal: AbortSignal.timeout(ms) }));
    await expect(taken(room.central, 200)).rejects.toMatchObject({ name: 'TimeoutError' });
    const other = room.anotherCentral();
    expect(await taken(other, 60_000)).toMatchObject({ id: peripheralAddress, rssi: undefined, isTaken: true });
    await expect(firstSeen(other, 200)).rejects.toMatchObject({ name: 'TimeoutError' });
    await connection[Symbol.asyncDispose]();
    expect((await firstSeen(other)).isTaken).toBeUndefined();
  });

  test('ends the discovery of bluetoothd however it ends', async () => {
    const room = await openRoom();
    await room.offer();
    const { address } = room.bluez;
    await firstSeen(room.central);
    expect(await isDiscovering(address)).toBe(false);
    const stop = new AbortController();
    const scanning = firstOf(room.central.scan({ namePrefix: 'nobody' }, { signal: stop.signal }));
    while ((await isDiscovering(address)) !== true);
    stop.abort(new Error('enough'));
    await expect(scanning).rejects.toThrow('enough');
    expect(await isDiscovering(address)).toBe(false);
    await expect(firstOf(room.central.scan({}, { signal: stop.signal }))).rejects.toThrow('enough');
    expect(await isDiscovering(address)).toBe(false);
  });

  test('can run beside others, each with its own filter', async () => {
    const room = await openRoom({ adapters: 3 });
    await room.offer();
    const other = room.anotherPeripheral({ adapter: 'hci2' });
    const otherUuid = '1775244d-6b43-439b-877c-060f2d9bed07';
    await other.serve({ ...sampleService().local, uuid: otherUuid }, silence);
    await other.advertise({ name: 'OTHER', service: otherUuid });
    const nobody = new AbortController();
    const long = firstOf(room.central.scan({ namePrefix: 'nobody' }, { signal: nobody.signal }));
    const [one, two, any] = await Promise.all([
      firstOf(room.central.scan({ service: serviceUuid })),
      firstOf(room.central.scan({ service: otherUuid })),
      firstOf(room.central.scan({ namePrefix: 'OTH' })),
    ]);
    expect([one?.name, two?.name, any?.name]).toEqual([sampleName, 'OTHER', 'OTHER']);
    // The first one still runs, and so does the discovery.
    expect(await isDiscovering(room.bluez.address)).toBe(true);
    nobody.abort(new Error('enough'));
    await expect(long).rejects.toThrow('enough');
    expect(await isDiscovering(room.bluez.address)).toBe(false);
  });

  test('keeps only the newest sighting for a reader that is slow', async () => {
    const room = await openRoom();
    await room.offer();
    let seen = 0;
    for await (const _ of room.central.scan({})) {
      seen += 1;
      if (seen === 1) await new Promise((resolve) => setTimeout(resolve, 200));
      else break;
    }
    expect(seen).toBe(2);
  });

  test('ends with the central', async () => {
    const room = await openRoom();
    const scanning = failureOf(firstOf(room.central.scan({}))).then(({ code }) => code);
    while ((await isDiscovering(room.bluez.address)) !== true);
    await room.central[Symbol.asyncDispose]();
    expect(await scanning).toBe('link/closed');
    expect(await isDiscovering(room.bluez.address)).toBe(false);
    expect((await failureOf(firstOf(room.central.scan({})))).code).toBe('link/closed');
  });
});

async function firstOf<T>(source: AsyncIterable<T>): Promise<T | undefined> {
  for await (const each of source) return each;
  return undefined;
}
