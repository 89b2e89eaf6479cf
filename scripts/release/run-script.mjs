import { runInGroup } from '../run-in-group.mjs';
import { root } from '../workspaces.mjs';
import { Skipped } from './run-steps.mjs';

/** How many of the last lines of a failed script are shown. */
const most = 60;

/**
 * Runs a script of the repository with Node and returns its standard output. Whatever ends this process ends the script.
 *
 * @param {string[]} args the script and its arguments
 * @returns {Promise<string>}
 * @throws Skipped when it ends with 77, as what this machine cannot do
 */
export async function runScript(args) {
  const { status, signal, stdout, stderr } = await runInGroup(process.execPath, args, { cwd: root });
  if (status === 0) return stdout;
  const lines = `${stdout}${stderr}`.trimEnd().split('\n');
  if (status === 77) throw new Skipped(lines.at(-1));
  throw new Error([`node ${args.join(' ')}: ${signal ?? `exit ${status}`}`, ...lines.slice(-most)].join('\n'));
}

/** Runs a script and returns the last line of what it prints, which says how it went. */
export async function lastLine(args) {
  const lines = (await runScript(args)).trimEnd().split('\n');
  return lines.findLast((line) => !line.startsWith('Open before')) ?? 'done';
}
