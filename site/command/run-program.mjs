// The programs that a build of the site consists of.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a program of Node to its end, with the terminal of this one. Throws an error if it fails. Whatever ends this
 * process by a signal ends the program too.
 *
 * @param {string} program relative to the repository
 * @param {...string} args
 */
export async function runProgram(program, ...args) {
  const child = spawn(process.execPath, [join(root, program), ...args], { cwd: root, stdio: 'inherit' });
  const pass = (signal) => {
    child.kill(signal);
    process.exitCode = 1;
  };
  process.on('SIGTERM', pass).on('SIGHUP', pass);
  try {
    const [status, signal] = await once(child, 'close');
    if (status !== 0) throw new Error(`${program} failed${signal === null ? '' : `: it was ended by ${signal}`}`);
  } finally {
    process.off('SIGTERM', pass).off('SIGHUP', pass);
  }
}
