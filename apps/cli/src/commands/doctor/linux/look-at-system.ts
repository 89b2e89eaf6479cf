import type { Finding } from '../../../reach/examine/finding.ts';
import { lookAtNode } from '../../../reach/examine/look-at-node.ts';
import type { BoardBus } from './board-bus.ts';
import type { BoardMachine } from './board-machine.ts';

/** Checks the system and its bus. */
export async function lookAtSystem(machine: BoardMachine, bus: BoardBus | string): Promise<Finding[]> {
  return [
    { subject: 'system', state: 'ok', text: `${await nameOf(machine)}, Linux ${machine.kernel}` },
    lookAtNode(machine),
    typeof bus === 'string'
      ? {
          subject: 'D-Bus',
          state: 'wrong',
          text: bus,
          remedy: 'sudo apt install dbus, and see that it runs: systemctl status dbus',
        }
      : { subject: 'D-Bus', state: 'ok', text: 'the system bus answers' },
    ...(await lookAtNetplan(machine)),
  ];
}

/** Returns the name of the distribution. os-release(5) */
async function nameOf(machine: BoardMachine): Promise<string> {
  const text = (await machine.text('/etc/os-release')) ?? (await machine.text('/usr/lib/os-release')) ?? '';
  return /^PRETTY_NAME="?([^"\n]{1,100})/m.exec(text)?.[1] ?? 'a system without a name';
}

async function lookAtNetplan(machine: BoardMachine): Promise<Finding[]> {
  const files = (await machine.names('/etc/netplan'))?.filter((name) => name.endsWith('.yaml')) ?? [];
  if (files.length === 0) return [];
  const text = `${files.length === 1 ? 'one file' : `${files.length} files`} in /etc/netplan`;
  return [
    { subject: 'netplan', state: 'note', text: `${text}: NetworkManager may keep the network of the board there` },
  ];
}
