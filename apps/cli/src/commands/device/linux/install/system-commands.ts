import { existsSync } from 'node:fs';
import { ProvisioningError } from '@esp-prov/protocol';
import { type RunTool, runTool } from '../../../../reach/wifi/run-tool.ts';
import type { Output } from '../../../../report/output.ts';
import { installedPaths } from './installation.ts';
import { commandText } from './plan-lines.ts';
import { serviceName } from './system-file.ts';

/** Longest time of one command: a service that ends may take its time. */
const longestMs = 90_000;

/** Makes the user of the service. */
export const makeUser: readonly (readonly string[])[] = [['systemd-sysusers', installedPaths.sysusers]];

/** Makes the system see the other new files: its bus, its service. */
export const afterInstall: readonly (readonly string[])[] = [
  ['systemctl', 'daemon-reload'],
  ['systemctl', 'reload', 'dbus.service'],
  ['systemctl', 'restart', serviceName],
];

/** Ends the service before its files go. */
export const beforeUninstall: readonly (readonly string[])[] = [['systemctl', 'stop', serviceName]];

/** Makes the system see that the files are gone. */
export const afterUninstall: readonly (readonly string[])[] = [
  ['systemctl', 'daemon-reload'],
  ['systemctl', 'reload', 'dbus.service'],
];

/** Returns why no command is run for a system; undefined where they are. */
export function whyNoCommands(root: string): string | undefined {
  if (root !== '/') return `${root} is not the running system, so nothing is started`;
  // systemd(1): this folder is there where it is the init.
  return existsSync('/run/systemd/system') ? undefined : 'systemd does not run here, so nothing is started';
}

/**
 * Runs commands of the system one after the other.
 *
 * @throws ProvisioningError `board/program-missing`, `board/program-failed`
 */
export async function runCommands(
  commands: readonly (readonly string[])[],
  { output, signal, run = runTool }: { output: Output; signal?: AbortSignal; run?: RunTool },
): Promise<void> {
  for (const [program = '', ...args] of commands) {
    const command = commandText([program, ...args]);
    output.event({ event: 'command', command }, `Running: ${command}`);
    const end = await run(program, args, { ms: longestMs, signal });
    if (end.kind === 'missing') {
      throw new ProvisioningError(
        'board/program-missing',
        `the program ${program} is not there; it is part of systemd`,
      );
    }
    if (end.kind === 'ended' && end.code === 0) continue;
    const why = end.kind === 'ended' ? end.stderr || `it ended with ${end.code}` : 'it did not end in time';
    throw new ProvisioningError('board/program-failed', `${command}: ${why}`);
  }
}
