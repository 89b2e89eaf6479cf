import type { ConnectedBus } from '@esp-prov/dbus';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { firstSeen, testRooms } from './support/room.ts';
import { hello } from './support/sample-service.ts';

const openRoom = testRooms();

/** Counts the objects trees that answer calls on a connection. */
function countHandlers(bus: ConnectedBus): () => number {
  let count = 0;
  const add = bus.onCall.bind(bus);
  bus.onCall = (handler) => {
    const stop = add(handler);
    count += 1;
    return () => {
      count -= 1;
      stop();
    };
  };
  return () => count;
}

describe.skipIf(!canStartBus)('fifty rounds', () => {
  test('of scan, connection, exchange and end leave no match rule, object or waiting call behind', async () => {
    const room = await openRoom();
    const handlers = [countHandlers(room.centralBus), countHandlers(room.peripheralBus)];
    const { events, written } = await room.offer({ encrypted: true });
    const round = async () => {
      const { connection, session } = await room.connect();
      await session.write(hello);
      await connection[Symbol.asyncDispose]();
    };
    await round();
    // It advertises again.
    await firstSeen(room.central);
    const held = () => ({
      central: room.centralBus.matchRules.toSorted(),
      peripheral: room.peripheralBus.matchRules.toSorted(),
      objects: handlers.map((count) => count()),
    });
    const before = held();
    for (let count = 0; count < 50; count++) await round();
    await firstSeen(room.central);
    expect(held()).toEqual(before);
    // An application, an advertisement, an agent.
    expect(before.objects).toEqual([0, 3]);
    expect(written).toHaveLength(51);
    expect(events.slice(-1)).toEqual(['down 51']);
    expect(room.log.filter((line) => /^(warn|error)/.test(line))).toEqual([]);
    await room.central[Symbol.asyncDispose]();
    await room.peripheral[Symbol.asyncDispose]();
    expect(held()).toEqual({ central: [], peripheral: [], objects: [0, 0] });
  });
});
