// Node's single executable applications: a copy of Node with a script inside.
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inject } from 'postject';
import { run } from '../workspaces.mjs';

/** What Node looks for in itself, and what it finds in a binary that takes a script. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Why this Node cannot make the executable; undefined where it can. */
export function whyNot({ platform, arch, execPath } = process) {
  if (platform !== 'linux' || arch !== 'x64') return `the executable is for linux-x64, and this is ${platform}-${arch}`;
  if (!readFileSync(execPath).includes(fuse)) return `this Node (${execPath}) cannot hold a script`;
  return undefined;
}

/**
 * Writes an executable of `script` and `assets`, paths by their names.
 *
 * @param {string} target
 * @param {{ script: string, assets: Record<string, string>, work: string }} options
 */
export async function singleExecutable(target, { script, assets, work }) {
  const config = join(work, 'sea-config.json');
  const blob = join(work, 'sea.blob');
  // The blob holds this path, so it has nothing of the folder.
  const main = relative(work, script);
  const settings = { main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true, assets };
  writeFileSync(config, JSON.stringify(settings));
  // Hashes in the cache of code begin with a random number, unless it is given; the executable takes the cache either way.
  run(process.execPath, ['--random-seed=1', '--experimental-sea-config', config], { cwd: work });
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
  await inject(target, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: fuse });
}
