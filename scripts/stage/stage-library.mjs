import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedReadme } from './packed-readme.mjs';
import { libraryManifest } from './staged-manifest.mjs';

/**
 * Copies what a library is released with; `files` as npm lists them.
 *
 * @throws Error when some of them are left from an earlier build, as the compiler deletes nothing
 */
export function stageLibrary(target, { folder, home, manifest }, { files, addresses }) {
  const stale = staleFiles(files, (path) => existsSync(join(folder, path)));
  if (stale.length > 0) {
    throw new Error(
      `${stale[0]} in ${home} is left from an earlier build. Run: rm -r packages/*/dist apps/*/dist && npm run build`,
    );
  }
  for (const file of files) cpSync(join(folder, file), join(target, file));
  const readme = packedReadme(readFileSync(join(folder, 'README.md'), 'utf8'), {
    home,
    repository: addresses.repository,
    isPacked: (path) => files.includes(path),
  });
  writeFileSync(join(target, 'README.md'), readme);
  const staged = libraryManifest(manifest, { addresses, home });
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(staged, null, 2)}\n`);
}

/** The built files whose source is gone. */
export function staleFiles(files, exists) {
  return files.filter((path) => {
    const [, source] = /^dist\/(?:types\/)?(.*?)(?:\.d)?\.[jt]s(?:\.map)?$/.exec(path) ?? [];
    // The page is built anew each time; its chunks have no source of their own.
    return !path.startsWith('dist/site/') && source !== undefined && !exists(`src/${source}.ts`);
  });
}
