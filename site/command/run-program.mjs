// The programs that a build of the site consists of.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInGroup } from '../../scripts/run-in-group.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a program of Node to its end, with the terminal of this one. Throws an error if it fails. Whatever ends this
 * process ends the program too, and all that it has started.
 *
 * @param {string} program relative to the repository
 * @param {...string} args
 */
export async function runProgram(program, ...args) {
  const options = { cwd: root, output: 'inherit' };
  const { status, signal } = await runInGroup(process.execPath, [join(root, program), ...args], options);
  if (status !== 0) throw new Error(`${program} failed${signal === null ? '' : `: it was ended by ${signal}`}`);
}
