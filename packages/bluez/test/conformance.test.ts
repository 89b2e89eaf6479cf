import { bleCentralConformance, blePeripheralConformance } from '@esp-prov/testing';
import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { describe, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { bluezCentral, bluezPeripheral } from '../src/index.ts';

/** Returns a central, a peripheral and another central, each on an adapter of one virtual BlueZ. */
async function pair() {
  const bluez = await startVirtualBluez({ adapters: 3, delays: { connectTimeoutMs: 500 } });
  const options = { busAddress: bluez.address, radioSwitches: async () => [] };
  return {
    central: bluezCentral({ ...options, adapter: 'hci0', connectTimeoutMs: 10_000 }),
    peripheral: bluezPeripheral({ ...options, adapter: 'hci1' }),
    otherCentral: bluezCentral({ ...options, adapter: 'hci2', connectTimeoutMs: 10_000 }),
    absentId: '02:00:00:00:00:99',
    close: async () => await bluez[Symbol.asyncDispose](),
  };
}

describe.skipIf(!canStartBus).concurrent('the central over BlueZ', () => {
  for (const { name, run } of bleCentralConformance(pair)) test(name, run);
});

describe.skipIf(!canStartBus).concurrent('the peripheral over BlueZ', () => {
  for (const { name, run } of blePeripheralConformance(pair)) test(name, run);
});
