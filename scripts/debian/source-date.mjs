import { lutimesSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../workspaces.mjs';

/** Returns the time of the sources in seconds: that of the environment, else of the last commit. */
export function sourceDate(root, env = process.env) {
  const given = env.SOURCE_DATE_EPOCH;
  if (given !== undefined && given !== '') {
    if (!/^\d{1,12}$/.test(given)) throw new Error('SOURCE_DATE_EPOCH: Expected seconds, for example 1700000000.');
    return Number(given);
  }
  return Number(run('git', ['log', '-1', '--format=%ct'], { cwd: root }).trim());
}

/** Gives everything in a folder, and the folder itself, one time. */
export function setTimes(folder, date) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setTimes(path, date);
    else lutimesSync(path, date, date);
  }
  lutimesSync(folder, date, date);
}
