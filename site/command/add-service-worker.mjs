// The service worker of the built site, with the list of what it keeps.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from '../../scripts/files-below.mjs';
import { serviceWorkerText } from '../../scripts/web/service-worker-text.mjs';

const entry = fileURLToPath(new URL('../offline/service-worker-main.ts', import.meta.url));

/**
 * Writes `service-worker.js` into a built site. It has the version of all files in it, so that it differs as soon as one
 * of them does.
 *
 * @param {string} folder
 * @returns {Promise<{ files: string[], bytes: number }>} what it keeps
 */
export async function addServiceWorker(folder) {
  const files = keptFiles(folder);
  const hash = createHash('sha256');
  let bytes = 0;
  for (const file of files) {
    const content = readFileSync(join(folder, file));
    bytes += content.length;
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  const version = hash.digest('hex').slice(0, 16);
  writeFileSync(join(folder, 'service-worker.js'), await serviceWorkerText(entry, { version, files }));
  return { files, bytes };
}

/** Workers are what keeps, the examples of the demo are for its source, and licences need no keeping. */
function keptFiles(folder) {
  return [...filesBelow(folder)]
    .filter((path) => !/(^|\/)service-worker\.js$|^demo\/examples\/|\.txt$/.test(path))
    .sort();
}
