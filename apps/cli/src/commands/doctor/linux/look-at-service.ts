import type { Finding } from '../../../reach/examine/finding.ts';
import { installedPaths } from '../../device/linux/install/installation.ts';
import { serviceName } from '../../device/linux/install/system-file.ts';
import type { BoardMachine } from './board-machine.ts';

const install = 'sudo esp-prov device --linux --install --apply';

/** Where the unit may be: that of `--install`, which goes before that of a package. */
const unitPlaces = [
  installedPaths.unit,
  `/usr/lib/systemd/system/${serviceName}`,
  `/lib/systemd/system/${serviceName}`,
];

const stateFolder = '/var/lib/esp-prov';

/** Checks the service and what it keeps. */
export async function lookAtService(machine: BoardMachine): Promise<Finding[]> {
  return [await lookAtUnit(machine), await lookAtState(machine)];
}

async function lookAtUnit(machine: BoardMachine): Promise<Finding> {
  const subject = 'service esp-prov';
  let place: string | undefined;
  for (const path of unitPlaces) {
    if (place === undefined && (await machine.mode(path)) !== undefined) place = path;
  }
  if (place === undefined) {
    const text = 'not installed: the board is a device only while the command runs';
    return { subject, state: 'missing', text, remedy: install };
  }
  if ((await machine.mode('/run/systemd/system')) === undefined) {
    return { subject, state: 'note', text: `${place} is there, but systemd does not run here` };
  }
  const enabled = await answer(machine, 'is-enabled');
  const active = await answer(machine, 'is-active');
  const text = `${place}, ${enabled}, ${active}`;
  if (active === 'failed') return { subject, state: 'wrong', text, remedy: `journalctl -u ${serviceName}` };
  if (enabled !== 'enabled')
    return { subject, state: 'note', text, remedy: `sudo systemctl enable --now ${serviceName}` };
  if (active !== 'active') return { subject, state: 'note', text, remedy: `sudo systemctl start ${serviceName}` };
  return { subject, state: 'ok', text };
}

/** Returns the one word that systemctl says, whatever its exit code. */
async function answer(machine: BoardMachine, question: 'is-enabled' | 'is-active'): Promise<string> {
  const word = (await machine.run('systemctl', [question, serviceName]))?.stdout.trim() ?? '';
  return /^[a-z-]{1,30}$/.test(word) ? word : 'unknown';
}

async function lookAtState(machine: BoardMachine): Promise<Finding> {
  const subject = 'state';
  const mode = await machine.mode(stateFolder);
  if (mode === undefined) {
    return { subject, state: 'note', text: `${stateFolder} is not there yet: the first start makes it` };
  }
  const rights = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & 0o077) === 0) return { subject, state: 'ok', text: `${stateFolder}, rights ${rights}` };
  return {
    subject,
    state: 'wrong',
    text: `${stateFolder} has the rights ${rights}, so others see what is in it`,
    remedy: `sudo chmod 0700 ${stateFolder}`,
  };
}
