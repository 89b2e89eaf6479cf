import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
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
  const built = [];
  for (const { name, base, args } of sites) {
    const out = join(folder, name);
    const begin = performance.now();
    if (!keeps || !existsSync(join(out, 'index.html'))) await build(['--base', base, '--out', out, ...args]);
    console.log(`built for ${base} in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
    const served = await serveFolder(out, { base });
    built.push({ name, base, out, served, url: (path) => new URL(path, served.url).href });
  }
  return built.reverse();
}

/** Builds one after the other: each fills site/dist. */
async function build(args) {
  const child = spawn(process.execPath, ['site/site.mjs', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  if (status !== 0) throw new Error(`the site does not build\n${said}\n${complained}`);
}
