// Builds the site into a folder.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDemo } from './add-demo.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const site = join(root, 'site');

/**
 * Builds the site. Throws an error if a step fails, which has said why.
 *
 * @param {{ base: string, out: string, withApi: boolean }} wanted
 */
export async function buildSite({ base, out, withApi }) {
  requireOurs(out);
  run('scripts/ensure-installed.mjs');
  run('scripts/ensure-installed.mjs', 'site');
  run('node_modules/typescript/bin/tsc', '-b');
  // Only now: makers of pages read what the line before has compiled.
  const { layOut } = await import('../sources/lay-out.mjs');
  mkdirSync(join(site, 'dist'), { recursive: true });
  await layOut({ folder: join(site, 'dist/source'), withApi });
  for (const icon of ['mark.svg', 'mark-512.png', 'touch-180.png']) {
    cpSync(join(root, 'apps/web/public/icons', icon), join(site, 'dist/source/public', icon));
  }
  run('site/node_modules/vitepress/bin/vitepress.js', 'build', site, '--base', base, '--outDir', out);
  run('scripts/build-web.mjs', '--if-needed');
  addDemo(join(root, 'apps/web/dist/site'), out);
  const { addServiceWorker } = await import('./add-service-worker.mjs');
  const { files, bytes } = await addServiceWorker(out);
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, are kept for times without a network.`);
}

/** Refuses a folder with anything else in it: what is in the way of a build is deleted. */
function requireOurs(out) {
  if (!existsSync(out)) return;
  let names;
  try {
    names = readdirSync(out);
  } catch {
    names = ['a file'];
  }
  if (names.length === 0 || ['404.html', 'hashmap.json'].every((name) => names.includes(name))) return;
  throw new Error(`--out ${out}: Expected a folder that is empty or holds a site from before, for example /tmp/site`);
}

function run(program, ...args) {
  const { status, error } = spawnSync(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${program} failed${error === undefined ? '' : `: ${error.message}`}`);
}
