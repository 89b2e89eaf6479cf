import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The page as Vite builds it from the sources at hand, in a folder of its own. */
export interface BuiltSite {
  readonly folder: string;
  /** Paths of all files, with slashes. */
  readonly files: readonly string[];
  read(path: string): string;
  remove(): void;
}

/** Builds the page into a temporary folder. */
export async function buildSite(): Promise<BuiltSite> {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-site-'));
  await build({
    configFile: fileURLToPath(new URL('../../vite.config.mjs', import.meta.url)),
    build: { outDir: folder },
    logLevel: 'warn',
  });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  return {
    folder,
    files,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
