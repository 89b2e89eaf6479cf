import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, listFile } from './own-folder.mjs';

/**
 * Puts a site that is whole into the folder `out`, in place of the one that `ownFolder` found there. Until it is there no page begins it,
 * and at any time each file is one that `out` lists, so that a run that was ended is no hindrance for the next.
 *
 * @param {string} made
 * @param {string} out
 */
export function putSite(made, out) {
  for (const file of [...filesBelow(out)]) if (file !== listFile) rmSync(join(out, file));
  removeEmpty(out);
  const files = [...filesBelow(made)];
  writeFileSync(join(out, listFile), `${files.join('\n')}\n`);
  const last = 'index.html';
  for (const file of [...files.filter((each) => each !== last), last]) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    copyFileSync(join(made, file), join(out, file));
  }
}

/** Removes the folders that hold nothing any more. */
function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    removeEmpty(path);
    if (readdirSync(path).length === 0) rmSync(path, { recursive: true });
  }
}
