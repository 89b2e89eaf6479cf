import { connectBus, isDBusError, ObjectServer, startPrivateBus } from '@esp-prov/dbus';
import { callMs, roundTripMs } from '../lib/dbus-round-trip.mjs';
import { compare } from '../lib/measure.mjs';

const calls = 100;
const bytes = new Uint8Array(500);

/** Returns a value of 500 bytes, as Bluetooth brings it, through an object of another connection. */
async function run() {
  let own;
  try {
    own = await startPrivateBus();
  } catch (error) {
    if (isDBusError(error, 'no-bus')) return { skipped: error.message };
    throw error;
  }
  try {
    const server = await connectBus({ address: own.address });
    const client = await connectBus({ address: own.address });
    const objects = new ObjectServer(server);
    const echo = { in: 'aya{sv}', out: 'ay', call: ([value]) => [value] };
    objects.add('/echo', { 'org.example.Echo': { methods: { Echo: echo } } });
    const options = { device: { signature: 'o', value: '/org/bluez/hci0' } };
    const call = {
      destination: server.name,
      path: '/echo',
      interface: 'org.example.Echo',
      member: 'Echo',
      signature: 'aya{sv}',
      body: [bytes, options],
    };
    const measured = await compare(
      () => callMs(client, call, calls),
      () => roundTripMs(client, calls),
      { pairs: 15, warmUp: 3 },
    );
    await client.close();
    await server.close();
    return measured;
  } finally {
    await own.stop();
  }
}

/** What a call to an exported object costs on top of the bus. */
export const cases = [
  {
    name: 'dbus-call',
    what: 'a call with 500 bytes to an object of another program against one to the bus itself',
    limit: 12,
    run,
  },
];
