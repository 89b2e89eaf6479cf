// Builds the page and the element into apps/web/dist/site. `--if-needed`: only if that is missing or older than a source.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the page is made of. */
const sources = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/build',
  'apps/web/index.html',
  'apps/web/vite.config.mjs',
  'packages/client/src',
  'packages/device/src',
  'packages/nvs/src',
  'packages/protocol/src',
  'packages/virtual/src',
  'package-lock.json',
  'project.json',
];

if (!process.argv.includes('--if-needed') || isOlder()) {
  if (process.argv.includes('--if-needed')) console.error('Building the page ...');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', 'apps/web', '--config', 'apps/web/vite.config.mjs', '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  process.exit(status ?? 1);
}

/** Returns whether the page is missing, or older than the newest of its sources. */
function isOlder() {
  const built = statSync(join(root, 'apps/web/dist/site/index.html'), { throwIfNoEntry: false });
  return built === undefined || sources.some((path) => newest(join(root, path)) > built.mtimeMs);
}

function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  // A folder's own time tells that a file in it went away.
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
