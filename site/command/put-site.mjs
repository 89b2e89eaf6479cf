import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from '../../scripts/files-below.mjs';
import { listFile } from './own-folder.mjs';

/**
 * Puts a whole site into the folder `out`, in place of the one that `ownFolder` has let pass. Its home page comes last. At any
 * time `out` lists every file that is in it, so that `ownFolder` lets it pass again after a run that was ended.
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
