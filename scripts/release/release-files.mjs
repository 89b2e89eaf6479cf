import { createHash } from 'node:crypto';
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filesBelow } from '../files-below.mjs';

/** The file of checksums, in the form that `sha256sum --check` takes. */
const sumsFile = 'SHA256SUMS';

/** Returns the files of a release, in one order on every machine: `{ path, bytes, sha256 }`. */
export async function releaseFiles(folder) {
  const files = [];
  for (const path of [...filesBelow(folder)].sort()) {
    const file = join(folder, path);
    files.push({ path, bytes: statSync(file).size, sha256: await sha256Of(file) });
  }
  return files;
}

/** Writes the checksums of all other files into the folder. */
export async function writeSums(folder) {
  const files = (await releaseFiles(folder)).filter(({ path }) => path !== sumsFile);
  writeFileSync(join(folder, sumsFile), files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(''));
  return files;
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
