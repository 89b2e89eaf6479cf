import { bluezPeripheral } from '@esp-prov/bluez';
import { bleDeviceTransport } from '@esp-prov/device';
import { isProvisioningError } from '@esp-prov/protocol';
import { bleOptions, readme, VirtualEsp32 } from '@esp-prov/virtual';
import { startVirtualBluez } from '@esp-prov/virtual/node';
import { findTools } from '../../interop/esp-prov-py/checkouts.mjs';
import { runProgram } from '../../interop/support/program.mjs';
import { compare, wallMs } from '../lib/measure.mjs';
import { command } from '../lib/programs.mjs';

const options = ['--transport', 'ble', '--pop', 'abcd1234', '--ssid', 'myssid', '--passphrase', 'mypassword'];

/** A whole provisioning by a client, from its start to its end, at a device near by that waits for nothing. */
async function provisioningMs(program, args, env = {}) {
  // New ones for each run: whoever was connected to a device before knows it, and esp_prov fails over that.
  const far = await startVirtualBluez({ adapters: [{ address: '02:00:00:00:00:01' }] });
  const near = await startVirtualBluez({ adapters: 1, near: far });
  const peripheral = async () => bluezPeripheral({ busAddress: far.address });
  const transport = bleDeviceTransport(peripheral, bleOptions(readme));
  const device = new VirtualEsp32({ transport, profile: readme, fast: true });
  try {
    await device.boot();
    const place = { ...env, DBUS_SYSTEM_BUS_ADDRESS: near.address };
    const all = [...args, ...options, '--service_name', device.serviceName];
    return await wallMs(async () => {
      const { code, output, errors } = await runProgram(program, all, { env: place });
      if (code !== 0) throw new Error(`${program} ended with ${code}\n${output}${errors}`);
    });
  } finally {
    await device[Symbol.asyncDispose]();
    await near[Symbol.asyncDispose]();
    await far[Symbol.asyncDispose]();
  }
}

async function run() {
  const tools = await findTools();
  const tool = tools.find(({ skipped, hasBluetooth, release }) => !skipped && hasBluetooth && release >= 5.5);
  if (!tool) return { skipped: 'no esp_prov with bleak is at hand (ESP_PROV_PY_55 or ESP_PROV_PY_NETPROV)' };
  try {
    const ours = () => provisioningMs(process.execPath, [command]);
    const theirs = () => provisioningMs(tool.python, [tool.script], tool.env);
    return await compare(ours, theirs, { pairs: 3 });
  } catch (error) {
    if (isProvisioningError(error, 'bluetooth/no-bus')) return { skipped: error.message };
    throw error;
  }
}

/** A whole provisioning over Bluetooth, with all that either client waits for by itself. */
export const cases = [
  {
    name: 'provision-ble',
    what: 'a provisioning over a virtual BlueZ by the command against one by esp_prov.py',
    limit: 0.5,
    run,
  },
];
