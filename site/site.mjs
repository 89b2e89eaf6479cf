// Builds the site from docs/ into site/dist/html: `npm run site -- [--base /sub/] [--no-api] [--serve]`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layOut } from './sources/lay-out.mjs';

const site = fileURLToPath(new URL('.', import.meta.url));
const { values } = parseArgs({
  options: {
    base: { type: 'string', default: '/' },
    'no-api': { type: 'boolean', default: false },
  },
});

await layOut({ folder: join(site, 'dist/source'), withApi: !values['no-api'] });
const vitepress = join(site, 'node_modules/vitepress/bin/vitepress.js');
const args = [vitepress, 'build', site, '--base', values.base, '--outDir', join(site, 'dist/html')];
const { status } = spawnSync(process.execPath, args, { cwd: site, stdio: 'inherit' });
process.exit(status ?? 1);
