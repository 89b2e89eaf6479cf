import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The built page: what anybody copies to a static host. */
export const siteFolder = fileURLToPath(new URL('../../../apps/web/dist/site/', import.meta.url));

/** Builds the page if it is missing or older than its sources. */
export function buildSite() {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build-web.mjs', '--if-needed'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the page does not build\n${stderr}`);
}

/** Returns what a module of the page's sources exports. */
export async function loadSource(path) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../../apps/web/src/${path}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@esp-prov/source', 'browser'],
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'silent',
  });
  return await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}
