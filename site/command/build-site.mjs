// Builds the site into a folder.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDemo } from './add-demo.mjs';
import { ownFolder } from './own-folder.mjs';
import { runProgram } from './run-program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const site = join(root, 'site');

/**
 * Builds the site. Throws an error if a step fails, which has said why.
 *
 * @param {{ base: string, out: string, withApi: boolean }} wanted
 */
export async function buildSite({ base, out, withApi }) {
  ownFolder(out);
  await runProgram('scripts/ensure-installed.mjs');
  await runProgram('scripts/ensure-installed.mjs', 'site');
  await runProgram('node_modules/typescript/bin/tsc', '-b');
  // Only now: makers of pages read what the line before has compiled.
  const { layOut } = await import('../sources/lay-out.mjs');
  mkdirSync(join(site, 'dist'), { recursive: true });
  await layOut({ folder: join(site, 'dist/source'), withApi });
  for (const icon of ['mark.svg', 'mark-512.png', 'touch-180.png']) {
    cpSync(join(root, 'apps/web/public/icons', icon), join(site, 'dist/source/public', icon));
  }
  await runProgram('site/node_modules/vitepress/bin/vitepress.js', 'build', site, '--base', base, '--outDir', out);
  await runProgram('scripts/build-web.mjs', '--if-needed');
  addDemo(join(root, 'apps/web/dist/site'), out);
  const { addServiceWorker } = await import('./add-service-worker.mjs');
  const { files, bytes } = await addServiceWorker(out);
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, are kept for times without a network.`);
}
