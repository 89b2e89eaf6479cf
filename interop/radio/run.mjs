// Bluetooth and Wi-Fi over the real services of Linux, in a virtual machine with emulated controllers and radios. One boot
// serves all cases but those of the installed service, which need systemd. An argument chooses cases; `--all` also
// runs those that a run leaves out otherwise.
import { skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { checkouts } from './host/checkouts.mjs';
import { NoGuest } from './host/machine.mjs';
import { prepareGuest } from './host/prepare.mjs';

const boot = await prepare();
build();
const wanted = process.argv.slice(2);
const both = wanted.length === 0 || wanted.includes('--all');
const installed = wanted.filter((part) => part.startsWith('installed'));
const others = wanted.filter((part) => !installed.includes(part));
// Seconds for the cases of one boot.
const patience = wanted.includes('--all') ? 3600 : 1500;
let failed = false;
if (both || others.length > 0) await run('cases.mjs', both ? wanted : others, patience * 1000, false);
if (both || installed.length > 0) await run('installed-cases.mjs', both ? wanted : installed, 800_000, true);
process.exit(failed ? 1 : 0);

async function run(script, parts, patienceMs, systemd) {
  const command = ['node', `interop/radio/${script}`, ...parts];
  const onOutput = (text) => process.stdout.write(text);
  failed = (await boot({ command, folders: checkouts(), patienceMs, onOutput, systemd })) !== 0 || failed;
}

async function prepare() {
  try {
    return await prepareGuest();
  } catch (error) {
    if (error instanceof NoGuest) skip(error.message);
    throw error;
  }
}
