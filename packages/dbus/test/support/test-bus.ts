import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  type ConnectedBus,
  connectBus,
  type ExportedMethod,
  ObjectServer,
  type PrivateBus,
  startPrivateBus,
} from '../../src/index.ts';

/** Returns one bus for all tests of a file; what a test connects is closed after it. */
export function testBus(): { readonly address: string; connect(): Promise<ConnectedBus> } {
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
    get address() {
      return bus.address;
    },
    async connect() {
      const connection = await connectBus({ address: bus.address });
      open.push(connection);
      return connection;
    },
  };
}

/** Returns an object `/thing` with the interface `org.example.Thing` that has these methods. */
export function exportMethods(bus: ConnectedBus, methods: Record<string, ExportedMethod>): ObjectServer {
  const server = new ObjectServer(bus);
  server.add('/thing', { 'org.example.Thing': { methods } });
  return server;
}

/** Calls a method of {@link exportMethods}. */
export function callThing(of: ConnectedBus, member: string, signature = '', body: readonly unknown[] = []) {
  return { destination: of.name, path: '/thing', interface: 'org.example.Thing', member, signature, body };
}
