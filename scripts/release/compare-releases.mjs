import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.mjs';
import { run } from '../workspaces.mjs';
import { releaseFiles } from './release-files.mjs';

/** How to unpack what holds files: `[command, arguments]`, by the end of its name. */
const unpackers = {
  '.tgz': (file, into) => ['tar', ['-xzf', file, '-C', into]],
  '.tar.gz': (file, into) => ['tar', ['-xzf', file, '-C', into]],
  '.deb': (file, into) => ['dpkg-deb', ['--raw-extract', file, into]],
};

/**
 * Returns what differs between two folders, one line each. Where an archive differs, the lines name the files in it.
 *
 * @param {string} one
 * @param {string} two
 * @returns {Promise<string[]>}
 */
export async function compareReleases(one, two) {
  const [first, second] = [await sumsOf(one), await sumsOf(two)];
  const lines = [];
  for (const path of [...new Set([...first.keys(), ...second.keys()])].sort()) {
    if (!second.has(path)) lines.push(`${path}: only in the first`);
    else if (!first.has(path)) lines.push(`${path}: only in the second`);
    else if (first.get(path) !== second.get(path))
      lines.push(...(await explain(join(one, path), join(two, path), path)));
  }
  return lines;
}

async function sumsOf(folder) {
  return new Map((await releaseFiles(folder)).map(({ path, sha256 }) => [path, sha256]));
}

async function explain(one, two, path) {
  const end = Object.keys(unpackers).find((each) => path.endsWith(each));
  if (end === undefined) return [`${path}: other bytes`];
  const { path: work, remove } = temporaryFolder('esp-prov-compare-');
  try {
    const folders = [one, two].map((file, index) => {
      const into = join(work, String(index), basename(path, end));
      mkdirSync(into, { recursive: true });
      run(...unpackers[end](file, into));
      return into;
    });
    const within = await compareReleases(...folders);
    const lines = within.map((line) => `${path}: ${line}`);
    return lines.length > 0 ? lines : [`${path}: same files, but another order, or other rights, times or owners`];
  } finally {
    await remove();
  }
}
