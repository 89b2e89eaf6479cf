import { startPrivateBus } from '@esp-prov/dbus';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { firstSeen, peripheralAddress, type Room, testRooms, until } from '../support/room.ts';
import { hello, slowValue } from '../support/sample-service.ts';

const openRoom = testRooms();

/** What can end while a central is connected. */
const ends: readonly (readonly [what: string, end: (room: Room) => unknown])[] = [
  ['the link', ({ bluez }) => bluez.dropLinks()],
  ['the reach of the radio', ({ bluez }) => bluez.setSignal('hci0', 'hci1', undefined)],
  ['the power of the adapter', ({ bluez }) => bluez.setPowered('hci0', false)],
  ['the adapter', ({ bluez }) => bluez.unplug('hci0')],
  ['bluetoothd', ({ bluez }) => bluez.stopService()],
];

describe.skipIf(!canStartBus).each(ends)('when %s ends', (_, end) => {
  test('a connection is lost, and says so once and for all', async () => {
    const room = await openRoom();
    await room.offer();
    const { connection, session } = await room.connect();
    await end(room);
    await until(() => connection.lost.aborted);
    expect(connection.lost.reason).toMatchObject({ code: 'link/lost' });
    expect((await failureOf(session.read())).code).toBe('link/lost');
    await connection[Symbol.asyncDispose]();
    expect((await failureOf(session.read())).code).toBe('link/lost');
  });

  test('an exchange that is under way fails', async () => {
    const room = await openRoom();
    const { written, release } = await room.offer();
    const { connection, session } = await room.connect();
    const write = failureOf(session.write(slowValue)).then(({ code }) => code);
    const queued = failureOf(session.read()).then(({ code }) => code);
    await until(() => written.length === 1);
    await end(room);
    expect(await write).toBe('link/lost');
    expect(await queued).toBe('link/lost');
    expect(connection.lost.aborted).toBe(true);
    release();
  });

  test('connecting fails with a named error', async () => {
    const room = await openRoom({}, { connectTimeoutMs: 400 });
    await room.offer();
    const { id } = await firstSeen(room.central);
    room.bluez.addFault({ at: 'discover', delayMs: Number.POSITIVE_INFINITY, times: 9 });
    const connecting = failureOf(room.central.connect(id));
    await until(() => room.bluez.links === 1);
    await end(room);
    const { code } = await connecting;
    expect(['link/unreachable', 'link/timeout', 'bluetooth/powered-off', 'bluetooth/no-service']).toContain(code);
  });
});

describe.skipIf(!canStartBus)('a scan', () => {
  test.each([
    ['the adapter is switched off', 'bluetooth/powered-off', ({ bluez }: Room) => bluez.setPowered('hci0', false)],
    ['the adapter is off for a moment', 'bluetooth/powered-off', flicker],
    ['the adapter is blocked', 'bluetooth/blocked', ({ bluez }: Room) => bluez.setBlocked('hci0', true)],
    ['the adapter is pulled out', 'bluetooth/no-adapter', ({ bluez }: Room) => bluez.unplug('hci0')],
    ['bluetoothd ends', 'bluetooth/no-service', ({ bluez }: Room) => bluez.stopService()],
  ] as const)('ends when %s: %s', async (_, code, end) => {
    const room = await openRoom();
    await room.offer();
    const scan = room.central.scan({})[Symbol.asyncIterator]();
    await scan.next();
    const ended = failureOf(
      (async () => {
        while (!(await scan.next()).done);
      })(),
    ).then(({ code }) => code);
    await end(room);
    expect(await ended).toBe(code);
  });

  test('works again once bluetoothd is back', async () => {
    const room = await openRoom();
    await room.offer();
    await firstSeen(room.central);
    await room.bluez.stopService();
    expect((await failureOf(firstSeen(room.central))).code).toBe('bluetooth/no-service');
    await room.bluez.startService();
    expect((await firstSeen(room.central)).id).toBe(peripheralAddress);
  });
});

/** Switches the adapter off and on again before the central notices. */
function flicker({ bluez }: Room): void {
  bluez.setPowered('hci0', false);
  bluez.setPowered('hci0', true);
}

describe.skipIf(!canStartBus)('when the bus dies', () => {
  test('scan, connection and exchange fail by name, and disposing is quiet', async () => {
    await using bus = await startPrivateBus();
    const room = await openRoom({ bus: bus.address });
    const { written } = await room.offer();
    const scanner = room.anotherCentral();
    const scan = scanner.scan({})[Symbol.asyncIterator]();
    await scan.next();
    const { connection, session } = await room.connect();
    const scanned = failureOf(
      (async () => {
        while (!(await scan.next()).done);
      })(),
    ).then(({ code }) => code);
    const write = failureOf(session.write(slowValue)).then(({ code }) => code);
    await until(() => written.length === 1);
    await bus.stop();
    expect(await write).toBe('link/lost');
    // Whichever is noticed first: that bluetoothd has ended, as it does without a bus, or the bus.
    expect(['bluetooth/no-bus', 'bluetooth/no-service']).toContain(await scanned);
    expect(connection.lost.reason).toMatchObject({ code: 'link/lost' });
    expect((await failureOf(session.write(hello))).code).toBe('link/lost');
    expect((await failureOf(firstSeen(room.central))).code).toBe('bluetooth/no-bus');
    expect((await failureOf(firstSeen(scanner))).code).toBe('bluetooth/no-bus');
    await scanner[Symbol.asyncDispose]();
    await room.central[Symbol.asyncDispose]();
    await room.peripheral[Symbol.asyncDispose]();
  });
});
