// Bundles the command: split by what is loaded on demand, as CommonJS, which Node starts faster than ES modules.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { asCommonJs } from './as-common-js.mjs';
import { bundleOptions } from './bundle-options.mjs';
import { packChunks } from './pack-chunks.mjs';

/**
 * Writes the chunks of the command into `folder` and returns esbuild's metafile.
 *
 * @param {string} folder
 * @param {{ version: string }} options
 */
export async function bundleCommand(folder, { version }) {
  const { outputFiles, metafile } = await build({
    ...bundleOptions({ version }),
    entryPoints: {
      main: 'apps/cli/src/main.ts',
      // Started by file name, beside the chunk that starts it.
      'host-process': 'packages/client/src/noble/host-process.ts',
    },
    outdir: folder,
    // esbuild splits ES modules only; each chunk becomes CommonJS afterwards.
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const importsOf = (name, wanted) =>
    outputs
      .get(name)
      .imports.filter(({ kind, external }) => kind === wanted && !external)
      .map(({ path }) => basename(path));
  const chunks = new Map();
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    const isPackage = metafile.inputs[outputs.get(name).entryPoint]?.format === 'cjs';
    chunks.set(name, await asCommonJs(text, { name, loaded: importsOf(name, 'dynamic-import'), isPackage }));
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of packChunks(chunks, (name) => importsOf(name, 'import-statement'))) {
    writeFileSync(join(folder, name), code);
  }
  return metafile;
}
