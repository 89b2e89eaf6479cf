// The folder that a site is put into.
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../scripts/files-below.mjs';
import { makeFolder } from '../../scripts/make-folder.mjs';

/** Name of the list of all files of a site, which tells them from others. */
export const listFile = 'files.txt';

/**
 * Makes the folder of a site if it is not there. Refuses one that holds a file of anything else, as all that is in it will
 * be deleted. Empty folders do not count.
 *
 * @param {string} out absolute path
 */
export function ownFolder(out) {
  const foreign = firstForeign(out);
  if (foreign === undefined) return;
  throw new Error(
    `--out ${out}: it holds ${foreign}, which is of no site. Expected a folder that is empty or holds a site from before, for example /tmp/site`,
  );
}

/** Returns the files that a site in `out` lists. */
function siteFiles(out) {
  try {
    return readFileSync(join(out, listFile), 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** Returns the first file in the folder that no site lists. The folder is made if it is missing. */
function firstForeign(out) {
  try {
    makeFolder(out);
    accessSync(out, constants.W_OK);
    const listed = new Set([listFile, ...siteFiles(out)]);
    for (const file of filesBelow(out)) if (!listed.has(file)) return file;
    return undefined;
  } catch (error) {
    const why = ['ENOTDIR', 'EEXIST'].includes(error.code) ? 'this is a file. ' : '';
    const expected = 'Expected a folder that can be made and written to, for example /tmp/site';
    throw new Error(`--out ${out}: ${why}${expected} (${error.code})`);
  }
}
