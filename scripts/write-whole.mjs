import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './workspaces.mjs';

/**
 * Writes a file of the repository so that it is either the old one or the new one, whenever this process is killed. Folders
 * that are missing are made.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
export function writeWhole(file, content) {
  // Not beside it: what stays there after a kill would become a part of the site or of a package.
  const folder = join(root, 'temp');
  const unfinished = join(folder, `${process.pid}-${basename(file)}`);
  for (const each of [folder, dirname(file)]) mkdirSync(each, { recursive: true });
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
