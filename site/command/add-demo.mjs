// The page with the virtual device, as a part of the site.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Copies the built page into a built site, below `demo/`. The site keeps it for times without a network: a worker of its
 * own would be a second one for the same files, so it is left out, and the page is told to start none.
 *
 * @param {string} page folder of the built page
 * @param {string} out folder of the built site
 */
export function addDemo(page, out) {
  const worker = join(page, 'service-worker.js');
  cpSync(page, join(out, 'demo'), { recursive: true, filter: (path) => path !== worker });
  const index = join(out, 'demo/index.html');
  const html = readFileSync(index, 'utf8');
  const version = /(<meta name="version" content=")[^"]+"/;
  if (!version.test(html)) throw new Error('apps/web/index.html has lost its version, by which its worker is left out');
  writeFileSync(index, html.replace(version, '$1"'));
}
