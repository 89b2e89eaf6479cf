import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { type Plugin, build as viteBuild } from 'vite';
import { describe, expect, test } from 'vitest';

const resolveDir = fileURLToPath(new URL('.', import.meta.url));

/** Bundles a script for browsers, as the tools of an embedder do; what needs Node fails. */
async function bundle(contents: string) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    splitting: true,
    outdir: 'out',
    conditions: ['@esp-prov/source'],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { code: outputFiles.map(({ text }) => text).join('\n'), inputs: usedOf(metafile) };
}

/** Files of which something is in the bundle. */
function usedOf({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
}

/** Bundles a script as the page of this project is, and returns the files that it needs at once. */
async function neededAtOnce(contents: string): Promise<readonly string[]> {
  const script: Plugin = {
    name: 'script',
    resolveId: (id) => (id === 'script' ? fileURLToPath(new URL('script.js', import.meta.url)) : undefined),
    load: (id) => (id.endsWith('script.js') ? contents : undefined),
  };
  const built = await viteBuild({
    configFile: false,
    logLevel: 'silent',
    plugins: [script],
    resolve: { conditions: ['@esp-prov/source', 'module', 'browser'] },
    build: { write: false, rolldownOptions: { input: 'script', preserveEntrySignatures: 'strict' } },
  });
  const { output } = built as Extract<typeof built, { readonly output: unknown }>;
  const chunks = new Map(output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk] as const] : [])));
  const found = new Set<string>();
  const follow = (names: readonly string[]) => {
    for (const chunk of names.flatMap((name) => chunks.get(name) ?? [])) {
      if (found.has(chunk.fileName)) continue;
      found.add(chunk.fileName);
      follow(chunk.imports);
    }
  };
  follow([...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  return [...found].flatMap((name) => chunks.get(name)?.moduleIds ?? []);
}

/** Packages that files come from, ours left out. */
function packagesOf(files: readonly string[]): readonly string[] {
  const names = files.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

const client = "export { Provisioner, connectBle } from '@esp-prov/client';";
const web = "export { WebBluetoothCentral, chooseSerialPort, openSerialPort } from '@esp-prov/client/web';";

describe('a bundle for browsers', () => {
  test('of the adapters alone has no foreign package, no message and no scheme', async () => {
    const { code, inputs } = await bundle(web);
    expect(code).not.toMatch(/["']node:/);
    expect(packagesOf(inputs)).toEqual([]);
    expect(inputs.filter((path) => /messages|security|error-table/.test(path))).toEqual([]);
  });

  test('of a whole client has the packages that are known, and nothing of Node', async () => {
    const { code, inputs } = await bundle(client + web);
    expect(code).not.toMatch(/["']node:/);
    expect(inputs.filter((path) => /\/node(-\w+)?\.ts$|\/src\/node\/|at-once/.test(path))).toEqual([]);
    expect(packagesOf(inputs)).toEqual(['@bufbuild/protobuf', '@noble/ciphers', '@noble/curves', '@noble/hashes']);
  });

  test('loads the schemes when a device has one, and not the remedies of errors', async () => {
    const now = await neededAtOnce(client + web);
    expect(now.filter((path) => /sec[12]\/client|noble|error-table/.test(path))).toEqual([]);
    expect(now.filter((path) => path.endsWith('error-meanings.ts'))).toHaveLength(1);
  });

  test('has nothing of the endpoints of vendors', async () => {
    const { inputs } = await bundle(client);
    expect(inputs.filter((path) => /rmaker|local_ctrl|vendor/.test(path))).toEqual([]);
  });

  test('of a worker for powers has no foreign package', async () => {
    const inputs = await neededAtOnce("import { servePowers } from '@esp-prov/client/web'; servePowers(self);");
    expect(packagesOf(inputs)).toEqual([]);
    expect(inputs.length).toBeLessThan(12);
  });
});
