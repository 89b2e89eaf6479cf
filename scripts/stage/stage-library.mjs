import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedReadme } from './packed-readme.mjs';
import { libraryManifest } from './staged-manifest.mjs';

/** Copies what a library is released with; `files` as npm lists them. */
export function stageLibrary(target, { folder, home, manifest }, { files, addresses }) {
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
