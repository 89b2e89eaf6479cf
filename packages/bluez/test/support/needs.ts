import { spawnSync } from 'node:child_process';

/** Whether tests can start a bus of their own; says aloud what will be skipped when they cannot. */
export const canStartBus: boolean = canRun('dbus-daemon', 'install dbus-daemon (Debian: apt-get install dbus-daemon)');

function canRun(program: string, remedy: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  if (!found) process.stderr.write(`Skipped, as ${program} is missing: ${remedy}.\n`);
  return found;
}
