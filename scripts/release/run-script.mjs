import { spawnSync } from 'node:child_process';
import { root } from '../workspaces.mjs';
import { Skipped } from './run-steps.mjs';

/** How many of the last lines of a failed script are shown. */
const most = 60;

/**
 * Runs a script of the repository with Node and returns its standard output.
 *
 * @param {string[]} args the script and its arguments
 * @throws Skipped when it ends with 77, as what this machine cannot do
 */
export function runScript(args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return stdout;
  const lines = `${stdout ?? ''}${stderr ?? ''}`.trimEnd().split('\n');
  if (status === 77) throw new Skipped(lines.at(-1));
  throw new Error([`node ${args.join(' ')}: ${error?.message ?? `exit ${status}`}`, ...lines.slice(-most)].join('\n'));
}

/** Runs a script and returns the last line of what it prints, which says how it went. */
export function lastLine(args) {
  const lines = runScript(args).trimEnd().split('\n');
  return lines.findLast((line) => !line.startsWith('Open before')) ?? 'done';
}
