// The folder that a release is made in.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.mjs';
import { tarballFolder } from './make-artefacts.mjs';
import { manifestFile } from './release-manifest.mjs';

/** Names of the files of a release, whole or not, beside its manifest and its tarballs. */
const artefact = /^(?:CHANGES\.md|SHA256SUMS|THIRD-PARTY\.txt|esp-prov[-_][\w.+~-]+\.(?:tar\.gz|cdx\.json|deb))$/;
const tarball = /^[\w.-]+\.tgz$/;

/**
 * Makes an empty folder, in place of an earlier release if there is one, also of one that was not finished.
 *
 * @param {string} out absolute path
 * @throws Error when it is a file, or holds anything that is of no release: that is nobody's to delete
 */
export function emptyRelease(out) {
  const expected = 'Expected a new folder, or that of an earlier release, for example --out release';
  const entries = entriesOf(out);
  if (entries === undefined) throw new Error(`--out ${out}: this is a file. ${expected}`);
  const foreign = entries.map(({ name, below }) => foreignIn(name, below)).find((each) => each !== undefined);
  if (foreign !== undefined) throw new Error(`--out ${out}: it holds ${foreign}, which is of no release. ${expected}`);
  // It is made first, so that a release which was not finished is known by it.
  const isRelease = entries.some(({ name }) => name === tarballFolder || name === manifestFile);
  if (entries.length > 0 && !isRelease)
    throw new Error(`--out ${out}: it holds files that are of no release. ${expected}`);
  // The folder itself stays: it may be a link to a larger disk.
  for (const { name } of entries) rmSync(join(out, name), { recursive: true });
  try {
    makeFolder(join(out, tarballFolder));
  } catch (error) {
    throw new Error(`--out ${out}: it cannot be made (${error.code}). ${expected}`);
  }
}

/** Returns what of an entry is of no release, the first that is found. */
function foreignIn(name, below) {
  if (below === undefined) return name === manifestFile || artefact.test(name) ? undefined : name;
  if (name !== tarballFolder) return name;
  const file = below.find((each) => !each.isFile() || !tarball.test(each.name));
  return file === undefined ? undefined : `${name}/${file.name}`;
}

/** Returns what is in a folder, and what is in the folders of it; undefined for a file. */
function entriesOf(out) {
  try {
    return readdirSync(out, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      below: entry.isDirectory() ? readdirSync(join(out, entry.name), { withFileTypes: true }) : undefined,
    }));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return undefined;
    throw new Error(
      `--out ${out}: it cannot be read (${error.code}). Expected a folder of your own, for example --out release`,
    );
  }
}
