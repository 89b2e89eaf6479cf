import { build } from 'esbuild';

/**
 * Returns the text of a service worker that keeps files.
 *
 * @param {string} entry its source
 * @param {{ version: string, files: readonly string[] }} pack what it keeps
 */
export async function serviceWorkerText(entry, pack) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { espProvPagePack: JSON.stringify(pack) },
  });
  return outputFiles[0].text;
}
