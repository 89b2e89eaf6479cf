import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { characteristic, peripheralAddress, testRooms, until } from '../support/room.ts';
import { hello, slowValue } from '../support/sample-service.ts';

const openRoom = testRooms();

describe.skipIf(!canStartBus)('an attribute', () => {
  test.each([0, 1, 20, 244, 508, 512])('takes and gives %i bytes whole', async (length) => {
    const room = await openRoom();
    const { written, release } = await room.offer();
    const { session } = await room.connect();
    const value = Uint8Array.from({ length }, (_, index) => index + 1);
    const write = session.write(value);
    if (length === 1) await until(() => written.length === 1).then(release);
    await write;
    expect(written).toEqual([{ peer: 1, value }]);
    expect(await session.read()).toEqual(value);
  });

  test('takes long values also where packets are small', async () => {
    const room = await openRoom({ adapters: [{}, { mtu: 23 }] });
    const { written } = await room.offer();
    const { session } = await room.connect();
    const value = Uint8Array.from({ length: 500 }, (_, index) => index);
    await session.write(value);
    expect(written).toEqual([{ peer: 1, value }]);
    expect(await session.read()).toEqual(value);
  });

  test('takes no more than 512 bytes, and nothing is sent', async () => {
    const room = await openRoom();
    const { written } = await room.offer();
    const { session } = await room.connect();
    const error = await failureOf(session.write(new Uint8Array(513)));
    expect(error).toMatchObject({ code: 'gatt/refused', details: { attError: 0x0d, length: 513 } });
    expect(written).toEqual([]);
  });

  test('is one of several that are used one after another', async () => {
    const room = await openRoom();
    const { written } = await room.offer();
    const { session, config } = await room.connect();
    const writes = Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? session : config).write(Uint8Array.of(index, 0, 0)),
    );
    await Promise.all(writes);
    expect(written.map(({ value }) => value[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test.each([0x03, 0x06, 0x07, 0x08, 0x0d, 0x0e, 0x80, 0x85, 0x9f, 0xfe])(
    'that refuses with 0x%s tells the number',
    async (attError) => {
      const room = await openRoom();
      await room.offer();
      const { session } = await room.connect();
      const error = await failureOf(session.write(Uint8Array.of(attError, 0)));
      expect(error).toMatchObject({ code: 'gatt/refused', details: { attError } });
      // The link stays.
      await session.write(hello);
      expect(await session.read()).toEqual(hello);
    },
  );

  test.each([0x01, 0x0a])('that the device does not know (0x%s) means a list that is out of date', async (attError) => {
    const room = await openRoom();
    await room.offer();
    const { session } = await room.connect();
    room.bluez.addFault({ at: 'read', attError });
    const error = await failureOf(session.read());
    expect(error).toMatchObject({ code: 'bluetooth/stale-cache', details: { attError } });
    expect(error.message).toContain(`bluetoothctl remove ${peripheralAddress}`);
  });

  test('of a firmware that was changed is recognised as out of date', async () => {
    const room = await openRoom();
    await room.offer();
    await (await room.connect()).connection[Symbol.asyncDispose]();
    room.bluez.setStaleCache('hci0', true);
    await room.peripheral[Symbol.asyncDispose]();
    const other = room.anotherPeripheral({ adapter: 'hci1' });
    const silence = { connected: () => undefined, disconnected: () => undefined };
    const uuid = '1775244d-6b43-439b-877c-060f2d9bed07';
    await other.serve({ uuid, characteristics: [] }, silence);
    await other.advertise({ name: 'PROV_OTHER', service: uuid });
    const connection = await room.central.connect(peripheralAddress);
    expect((await failureOf(characteristic(connection, 0xff51).read())).code).toBe('bluetooth/stale-cache');
  });

  test('that takes too long is given up in time, and so is one that nobody waits for', async () => {
    const room = await openRoom({}, { operationTimeoutMs: 150 });
    const { release } = await room.offer();
    const { session, config } = await room.connect();
    expect((await failureOf(session.write(slowValue))).code).toBe('link/timeout');
    release();
    const stop = new AbortController();
    const write = config.write(slowValue, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(write).rejects.toThrow('enough');
    release();
    await expect(config.read({ signal: stop.signal })).rejects.toThrow('enough');
  });

  test('that crashes the application is refused, and the link stays', async () => {
    const room = await openRoom();
    await room.offer();
    const { session } = await room.connect();
    const error = await failureOf(session.write(new TextEncoder().encode('crash')));
    expect(error).toMatchObject({ code: 'gatt/refused', details: { attError: 0x0e } });
    expect(room.log).toContain('error: a write of a central failed: a mistake in the application');
    await session.write(hello);
  });
});
