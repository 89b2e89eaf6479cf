// The folder that a site is built into.
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder of a site, if it is not there, and refuses one with anything else in it: what is in the way of a
 * build is deleted.
 *
 * @param {string} out absolute path
 */
export function ownFolder(out) {
  const names = namesIn(out);
  if (names.length === 0 || ['404.html', 'hashmap.json'].every((name) => names.includes(name))) return;
  throw new Error(`--out ${out}: Expected a folder that is empty or holds a site from before, for example /tmp/site`);
}

/** Returns the names in a folder, which is made if it is missing; a file counts as something else in it. */
function namesIn(out) {
  try {
    make(out);
    return readdirSync(out);
  } catch (error) {
    if (error.code === 'ENOTDIR' || error.code === 'EEXIST') return ['a file'];
    throw new Error(`--out ${out}: Expected a folder that can be made, for example /tmp/site (${error.code})`);
  }
}

/** Makes a folder and those above it. Node's own `recursive` never ends below /proc, where nothing can be made. */
function make(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
    make(dirname(folder));
    mkdirSync(folder);
  }
}
