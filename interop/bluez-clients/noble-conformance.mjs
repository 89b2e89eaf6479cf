// The suite that every central has to pass, for ours over noble: with the library itself in the process that holds it, by
// way of its D-Bus binding. The library is found below the folder NOBLE_HOME.
import { fileURLToPath } from 'node:url';
import { bluezPeripheral } from '@esp-prov/bluez';
import { nobleCentral } from '@esp-prov/client/noble';
import { bleCentralConformance } from '@esp-prov/testing';
import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { indent } from '../support/checks.mjs';

// Of the environment that the process of noble inherits.
process.env.NODE_OPTIONS = `--import=${fileURLToPath(new URL('noble-home.mjs', import.meta.url))}`;

let failed = 0;
for (const { name, run } of bleCentralConformance(pair)) {
  try {
    await run();
    console.log(`ok    ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}\n${indent(String(error.stack))}`);
  }
}
process.exit(failed === 0 ? 0 : 1);

async function pair() {
  const device = await startVirtualBluez({ adapters: [{ address: '02:00:00:00:00:01' }] });
  const near = await startVirtualBluez({ adapters: 1, near: device, delays: { connectTimeoutMs: 500 } });
  process.env.DBUS_SYSTEM_BUS_ADDRESS = near.address;
  return {
    central: nobleCentral({ connectTimeoutMs: 5000 }),
    peripheral: bluezPeripheral({ busAddress: device.address, radioSwitches: async () => [] }),
    absentId: '02:00:00:00:00:99',
    async close() {
      await near[Symbol.asyncDispose]();
      await device[Symbol.asyncDispose]();
    },
  };
}
