// Builds the page and the element into apps/web/dist/site. `--if-needed`: only if that is missing or older than a source.
import { join } from 'node:path';
import { BuiltNote } from './built-note.mjs';
import { plainFailures } from './plain-failures.mjs';
import { runInGroup } from './run-in-group.mjs';
import { root } from './workspaces.mjs';

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

plainFailures('build:web');
const note = new BuiltNote(join(root, 'temp/built-web'), sources);
const ifNeeded = process.argv.includes('--if-needed');
if (!ifNeeded || !note.isFresh('', { output: join(root, 'apps/web/dist/site/index.html') })) {
  if (ifNeeded) console.error('Building the page ...');
  await note.during('', build);
}

async function build() {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', 'apps/web', '--config', 'apps/web/vite.config.mjs', '--logLevel', 'warn'];
  const { status, signal } = await runInGroup(process.execPath, args, { cwd: root, output: 'inherit' });
  if (status !== 0)
    throw new Error(`the page does not build: Vite ended with ${signal ?? status}, and has said why above`);
}
