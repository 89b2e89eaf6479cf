import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../../scripts/web/serve-folder.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the site for both places and serves it: below `/` with all pages, below `/sub/` without those of the
 * interfaces.
 *
 * @param {string} folder
 * @param {{ keeps: boolean }} options `keeps`: takes what is there
 */
export async function buildSites(folder, { keeps }) {
  const sites = [
    { name: 'sub', base: '/sub/', args: ['--no-api'] },
    // The last one leaves its sources behind, for the check of their words.
    { name: 'root', base: '/', args: [] },
  ];
  const built = await Promise.all(
    sites.map(async ({ name, base, args }) => {
      const out = join(folder, name);
      if (!keeps || !existsSync(join(out, 'index.html'))) build(['--base', base, '--out', out, ...args]);
      const served = await serveFolder(out, { base });
      return { name, base, out, served, url: (path) => new URL(path, served.url).href };
    }),
  );
  return built.reverse();
}

function build(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['site/site.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the site does not build\n${stdout}\n${stderr}`);
}
