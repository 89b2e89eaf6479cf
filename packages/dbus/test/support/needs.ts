import { spawnSync } from 'node:child_process';

/** Whether `program` can be run here; says aloud what will be skipped when it cannot. */
function canRun(program: string, remedy: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  if (!found) process.stderr.write(`Skipped, as ${program} is missing: ${remedy}.\n`);
  return found;
}

/** Whether tests can start a bus of their own. */
export const canStartBus: boolean = canRun('dbus-daemon', 'install dbus-daemon (Debian: apt-get install dbus-daemon)');
