import { spawnSync } from 'node:child_process';

/** Whether a command succeeds here; says aloud what will be skipped when it does not. */
export function canRun(command: string, remedy: string): boolean {
  const found = spawnSync('sh', ['-c', command]).status === 0;
  if (!found) process.stderr.write(`Skipped, as this fails here: ${command}. ${remedy}\n`);
  return found;
}

/** Whether tests can start a virtual BlueZ. */
export const canStartBus: boolean = canRun('command -v dbus-daemon', 'Install dbus-daemon.');
