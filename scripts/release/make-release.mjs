import { resolve } from 'node:path';
import { sourceDate } from '../debian/source-date.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { root } from '../workspaces.mjs';
import { beforeUpload } from './before-upload.mjs';
import { compareReleases } from './compare-releases.mjs';
import { emptyRelease } from './empty-release.mjs';
import { inWords } from './in-words.mjs';
import { writeSums } from './release-files.mjs';
import { manifestFile, writeReleaseManifest } from './release-manifest.mjs';
import { releaseSteps } from './release-steps.mjs';
import { runSteps } from './run-steps.mjs';

/**
 * Makes a release in the folder `out` and prints what it does. Returns whether something failed.
 *
 * @param {{ out: string, base: string, allowDirty: boolean, untried: boolean, twice: boolean }} options `untried`: makes, but
 *   tries nothing; `twice`: makes it again under other circumstances, and compares
 */
export async function makeRelease({ out: given, ...options }) {
  const print = (line) => console.log(line);
  const out = resolve(root, given);
  const release = { ...options, out, date: sourceDate(root) };
  // Whatever a script below makes has the time of the sources.
  process.env.SOURCE_DATE_EPOCH = String(release.date);
  // What scripts below are killed with goes away with this one.
  process.env.TMPDIR = temporaryFolder('esp-prov-').path;
  emptyRelease(out);
  try {
    const { failed, skipped } = await runSteps(releaseSteps(release), { print });
    if (failed.length > 0) {
      print(`\nNo release: ${failed.join(', ')} failed. What was made before is in ${given}.`);
      return true;
    }
    await writeReleaseManifest(release);
    const files = await writeSums(out);
    if (release.again !== undefined) {
      const again = await runSteps([{ name: 'the same again', run: () => sameAgain(release) }], { print });
      if (again.failed.length > 0) return true;
    }
    const open = beforeUpload(root, { ...release, ...release.tree, date: release.section.date, skipped });
    print(`\n${given}`);
    for (const { path, bytes } of files) print(`${inWords(bytes).padStart(10)}  ${path}`);
    if (open.length > 0) print(['', 'Before the upload:', ...open.map((each) => `- ${each}`)].join('\n'));
    print(`\nNext: look at ${given}/${manifestFile}, then follow docs/releasing.md from “Upload”.`);
    return false;
  } finally {
    await release.again?.dispose();
  }
}

/** Waits for the second run and compares. Throws if the bytes differ. */
async function sameAgain({ out, again }) {
  // Both follow from the other files.
  const derived = new Set(['SHA256SUMS', manifestFile].map((name) => `${name}: other bytes`));
  const found = await compareReleases(out, await again.done);
  const differences = found.every((line) => derived.has(line)) ? found : found.filter((line) => !derived.has(line));
  const circumstances = 'in another folder, with another umask, clock, time zone and language';
  if (differences.length > 0) throw new Error([`Other bytes ${circumstances}:`, ...differences].join('\n'));
  return `the same bytes ${circumstances}`;
}
