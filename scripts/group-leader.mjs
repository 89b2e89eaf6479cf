// Runs a program for run-in-group.mjs: `node group-leader.mjs COMMAND [ARGUMENT...]`. It leads a group of processes, and
// ends all of it when its input ends, as it does when the process is gone that has started it.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (status, signal) => {
  if (signal === null) process.exit(status);
  process.kill(process.pid, signal);
});
process.stdin.resume().on('close', () => {
  if (process.platform === 'win32') child.kill();
  else process.kill(-process.pid, 'SIGKILL');
});
