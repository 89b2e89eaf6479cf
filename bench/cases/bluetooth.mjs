import { bluezCentral, bluezPeripheral } from '@esp-prov/bluez';
import { connectBle } from '@esp-prov/client';
import { connectBus } from '@esp-prov/dbus';
import { bleDeviceTransport } from '@esp-prov/device';
import { builtInEndpoints, isProvisioningError } from '@esp-prov/protocol';
import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { roundTripMs } from '../lib/dbus-round-trip.mjs';
import { compare, wallMs } from '../lib/measure.mjs';

const exchanges = 50;
const request = new Uint8Array(100).fill(7);

/** What each exchange goes to: a service that echoes. */
const echo = { open: () => undefined, close: () => undefined, handle: async (_peer, _endpoint, bytes) => bytes };

/** Exchanges over a virtual BlueZ against round trips to the bus that it is on. */
async function run() {
  const bluez = await startVirtualBluez().catch((error) => {
    if (isProvisioningError(error, 'bluetooth/no-bus')) return error;
    throw error;
  });
  if (bluez instanceof Error) return { skipped: bluez.message };
  const bus = await connectBus({ address: bluez.address });
  const central = bluezCentral({ bus, adapter: 'hci0' });
  const device = bleDeviceTransport(bluezPeripheral({ busAddress: bluez.address, adapter: 'hci1' }));
  try {
    await device.start({ name: 'PROV_BENCH', endpoints: builtInEndpoints }, echo);
    const transport = await connectBle(central, { name: 'PROV_BENCH' });
    const measured = await compare(
      async () => {
        const total = await wallMs(async () => {
          for (let i = 0; i < exchanges; i++) await transport.exchange('prov-config', request);
        });
        return total / exchanges;
      },
      () => roundTripMs(bus, exchanges),
      { pairs: 15, warmUp: 3 },
    );
    await transport[Symbol.asyncDispose]();
    return measured;
  } finally {
    await central[Symbol.asyncDispose]();
    await device[Symbol.asyncDispose]();
    await bus.close();
    await bluez[Symbol.asyncDispose]();
  }
}

/** What an exchange costs: a write and a read, each through bluetoothd to the device's program and back. */
export const cases = [
  {
    name: 'ble-exchange',
    what: 'an exchange over a virtual BlueZ against one round trip to its bus; it takes eight messages more',
    limit: 40,
    run,
  },
];
