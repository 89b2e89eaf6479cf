// guest.mjs COMMAND [ARGUMENT...]: runs a command in the guest, in its copy of this project, and ends as it did.
import { prepareGuest } from './host/prepare.mjs';

const command = process.argv.slice(2);
if (command.length === 0) {
  console.error('usage: guest.mjs COMMAND [ARGUMENT...]');
  process.exit(2);
}
const boot = await prepareGuest();
process.exit(await boot({ command, patienceMs: 600_000, onOutput: (text) => process.stdout.write(text) }));
