import { type ConnectedBus, connectBus, type PrivateBus, startPrivateBus } from '@esp-prov/dbus';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** Returns one bus for all tests of a file; what a test connects is closed after it. */
export function testBus(): { connect(): Promise<ConnectedBus> } {
  let bus: PrivateBus;
  const open: ConnectedBus[] = [];
  beforeAll(async () => {
    bus = await startPrivateBus();
  });
  afterEach(async () => {
    for (const connection of open.splice(0)) await connection.close();
  });
  afterAll(() => bus.stop());
  return {
    async connect() {
      const connection = await connectBus({ address: bus.address });
      open.push(connection);
      return connection;
    },
  };
}
