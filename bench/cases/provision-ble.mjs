import { findTools } from '../../interop/esp-prov-py/checkouts.mjs';
import { startDevice } from '../../interop/support/esp-prov.mjs';
import { runProgram } from '../../interop/support/program.mjs';
import { compare, wallMs } from '../lib/measure.mjs';
import { command } from '../lib/programs.mjs';

const home = ['--pop', 'abcd1234', '--ssid', 'myssid', '--passphrase', 'mypassword'];

/**
 * Measures the wall time of one program that provisions a device of its own, which is on a virtual BlueZ and waits as
 * firmware does.
 */
async function provisionMs(program, args, env = {}) {
  const device = await startDevice([], { transport: 'ble' });
  try {
    const reach = ['--transport', 'ble', '--service_name', device.address]; // spelled as esp_prov demands
    let run;
    const tookMs = await wallMs(async () => {
      run = await runProgram(program, [...args, ...reach, ...home], {
        env: { ...env, DBUS_SYSTEM_BUS_ADDRESS: device.bus },
      });
    });
    // The original ends with 0 whatever happened.
    if (run.code !== 0 || !/Provisioning was successful/.test(run.output)) {
      throw new Error(`${args.join(' ') || program} did not provision the device\n${run.output}${run.errors}`);
    }
    return tookMs;
  } finally {
    await device.kill();
  }
}

async function run() {
  const tools = await findTools();
  // The newest one knows bleak best.
  const tool = tools.filter(({ skipped, hasBluetooth }) => !skipped && hasBluetooth).at(-1);
  if (tool === undefined) return { skipped: "Espressif's esp_prov is not available (interop/esp-prov-py/README.md)" };
  return await compare(
    () => provisionMs(process.execPath, [command]),
    () => provisionMs(tool.python, [tool.script], tool.env),
    { pairs: 3, warmUp: 0 },
  );
}

/** What a user waits for: from the command to the connected device, over the same Bluetooth. */
export const cases = [
  {
    name: 'provision-ble',
    what: "a provisioning over a virtual BlueZ by the command against one by Espressif's esp_prov",
    limit: 0.7,
    run,
  },
];
