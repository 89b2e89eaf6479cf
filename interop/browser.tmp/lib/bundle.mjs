import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a module of `page/` as a stranger's bundler would, from the built packages; returns its text. */
export async function bundle(name, { alias } = {}) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../page/${name}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
    alias,
  });
  return outputFiles[0].text;
}
