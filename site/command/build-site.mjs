// Builds the site into a folder.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDemo } from './add-demo.mjs';
import { ownFolder } from './own-folder.mjs';
import { putSite } from './put-site.mjs';
import { runProgram } from './run-program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const site = join(root, 'site');

/**
 * Builds the site. Throws an error if a step fails, which has said why; the site from before is still there then.
 *
 * @param {{ base: string, out: string, withApi: boolean }} wanted
 */
export async function buildSite({ base, out, withApi }) {
  // Here everything is made by builds, also by those that listed nothing.
  if (!out.startsWith(join(site, 'dist/'))) ownFolder(out);
  const made = join(site, 'dist/made');
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
  await runProgram('site/node_modules/vitepress/bin/vitepress.js', 'build', site, '--base', base, '--outDir', made);
  await runProgram('scripts/build-web.mjs', '--if-needed');
  addDemo(join(root, 'apps/web/dist/site'), made);
  const { addServiceWorker } = await import('./add-service-worker.mjs');
  const { files, bytes } = await addServiceWorker(made);
  mkdirSync(out, { recursive: true });
  putSite(made, out);
  rmSync(made, { recursive: true });
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, are kept for times without a network.`);
}
