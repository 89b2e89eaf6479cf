import { bleTransport } from '@esp-prov/client';
import { utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { characteristic, testRooms, until } from '../support/room.ts';
import { hello, sampleService, serviceUuid, slotUuid } from '../support/sample-service.ts';

const openRoom = testRooms();

describe.skipIf(!canStartBus)('services that change during a link', () => {
  test('are another list, and what went is refused as unknown while the link goes on', async () => {
    const room = await openRoom();
    const { local } = await room.offer();
    const { connection, session, config } = await room.connect();
    const before = connection.services;
    expect(connection.services).toBe(before);
    await session.write(hello);
    // A value that changes is no change of the services.
    expect(connection.services).toBe(before);
    const other = sampleService();
    await room.peripheral.update?.({ ...local, characteristics: other.local.characteristics.slice(0, 1) });
    await until(() => connection.services !== before && connection.services[0]?.characteristics.length === 1);
    expect(await failureOf(config.write(hello))).toMatchObject({ code: 'gatt/refused', details: { attError: 1 } });
    expect(connection.lost.aborted).toBe(false);
    const now = characteristic(connection, 0xff51);
    await now.write(hello);
    expect(other.written.map(({ value }) => value)).toEqual([hello]);
  });

  test('do not leave a write hanging to an attribute that goes under it', async () => {
    const room = await openRoom();
    const { local, written } = await room.offer();
    const { connection, config } = await room.connect();
    const write = failureOf(config.write(Uint8Array.of(1)));
    await until(() => written.length === 1);
    await room.peripheral.update?.({ ...local, characteristics: sampleService().local.characteristics.slice(0, 1) });
    expect((await write).code).toBe('gatt/refused');
    expect(connection.lost.aborted).toBe(false);
  });

  test('are the endpoints of a transport, whose names are read again', async () => {
    const room = await openRoom();
    const { local } = await room.offer();
    const { connection } = await room.connect();
    const transport = await bleTransport(connection, { service: serviceUuid });
    expect([...(transport.endpoints ?? [])]).toEqual(['prov-session', 'prov-config']);
    const [first] = sampleService().local.characteristics;
    const lamp = { ...sampleService().local.characteristics[1], uuid: slotUuid(0xff54), description: 'lamp' };
    await room.peripheral.update?.({ ...local, characteristics: [first, lamp] as typeof local.characteristics });
    await expect.poll(async () => (await transport.currentEndpoints?.())?.has('lamp')).toBe(true);
    expect(await transport.exchange('lamp', utf8('hello'))).toEqual(utf8('hello'));
    expect((await failureOf(transport.exchange('prov-config', utf8('hello')))).code).toBe('endpoint/not-found');
    expect(transport.lost?.aborted).toBe(false);
    await transport[Symbol.asyncDispose]();
  });
});
