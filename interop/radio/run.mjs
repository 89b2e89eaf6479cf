// Our Bluetooth over the real bluetoothd, in a virtual machine with emulated controllers. An argument chooses cases.
import { skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { checkouts } from './host/checkouts.mjs';
import { NoGuest } from './host/machine.mjs';
import { prepareGuest } from './host/prepare.mjs';

const boot = await prepare();
build();
const code = await boot({
  command: ['node', 'interop/radio/cases.mjs', ...process.argv.slice(2)],
  folders: checkouts(),
  patienceMs: 1_300_000,
  onOutput: (text) => process.stdout.write(text),
});
process.exit(code);

async function prepare() {
  try {
    return await prepareGuest();
  } catch (error) {
    if (error instanceof NoGuest) skip(error.message);
    throw error;
  }
}
