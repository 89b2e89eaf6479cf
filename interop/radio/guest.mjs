// guest.mjs [--systemd] COMMAND [ARGUMENT...]: runs a command in the guest, in its copy of this project, and ends as it did.
import { prepareGuest } from './host/prepare.mjs';

const args = process.argv.slice(2);
const systemd = args[0] === '--systemd';
const command = args.slice(systemd ? 1 : 0);
if (command.length === 0) {
  console.error('usage: guest.mjs [--systemd] COMMAND [ARGUMENT...]');
  process.exit(2);
}
const boot = await prepareGuest();
process.exit(await boot({ command, systemd, patienceMs: 600_000, onOutput: (text) => process.stdout.write(text) }));
