import { spawnSync } from 'node:child_process';

/** Whether a command of the shell succeeds on this machine; says aloud what is skipped when it does not. */
export function canRun(command: string, remedy: string): boolean {
  const succeeds = spawnSync('sh', ['-c', command]).status === 0;
  if (!succeeds) process.stderr.write(`Skipped, as this fails here: ${command}. ${remedy}\n`);
  return succeeds;
}

/** Whether tests can start a bus of their own. */
export const canStartBus: boolean = canRun(
  'command -v dbus-daemon',
  'Install dbus-daemon, for example with apt-get install dbus-daemon.',
);
