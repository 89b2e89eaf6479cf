import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sourceDate } from '../debian/source-date.mjs';
import { root } from '../workspaces.mjs';
import { beforeUpload } from './before-upload.mjs';
import { changelogSection } from './changelog-section.mjs';
import { checkVersions } from './check-versions.mjs';
import { compareReleases } from './compare-releases.mjs';
import { inWords } from './in-words.mjs';
import { makeDebian, makeExecutable, makeSite, makeTarballs, tarballFolder } from './make-artefacts.mjs';
import { writeSums } from './release-files.mjs';
import { manifestFile, writeReleaseManifest } from './release-manifest.mjs';
import { runScript } from './run-script.mjs';
import { runSteps } from './run-steps.mjs';
import { secondRun } from './second-run.mjs';
import { sourceTree } from './source-tree.mjs';

/**
 * Makes a release in the folder `out` and prints what it does. Returns whether something failed.
 *
 * @param {{ out: string, base: string, allowDirty: boolean, untried: boolean, twice: boolean }} options `untried`: makes, but
 *   tries nothing; `twice`: makes it again under other circumstances, and compares
 */
export async function makeRelease({ out: given, base, allowDirty, untried, twice }) {
  const print = (line) => console.log(line);
  const out = resolve(root, given);
  const release = { out, base, untried, date: sourceDate(root) };
  // Whatever a script below makes has the time of the sources, and rights that do not depend on who runs it.
  process.env.SOURCE_DATE_EPOCH = String(release.date);
  emptyFolder(out);
  const tarballs = `--tarballs=${join(out, tarballFolder)}`;
  const trials = untried
    ? []
    : [
        { name: 'publint and attw', needs: ['tarballs'], run: () => lastLine(['scripts/publish-check.mjs', tarballs]) },
        { name: 'installed', needs: ['tarballs'], run: () => lastLine(['scripts/pack-check.mjs', tarballs]) },
        { name: 'used', needs: ['tarballs'], run: () => lastLine(['scripts/smoke.mjs', tarballs]) },
      ];
  const steps = [
    {
      name: 'versions',
      run() {
        release.version = checkVersions(root);
        return `${release.version} everywhere`;
      },
    },
    {
      name: 'sources',
      run() {
        release.tree = sourceTree(root, { allowDirty });
        return `commit ${release.tree.commit.slice(0, 12)}${release.tree.clean ? '' : ', with changes that it does not have'}`;
      },
    },
    {
      name: 'changelog',
      needs: ['versions'],
      run() {
        release.section = changelogSection(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), release.version);
        writeFileSync(join(out, 'CHANGES.md'), release.section.body);
        return `${release.section.body.match(/^- /gm)?.length} lines, ${release.section.date ?? 'no date yet'}`;
      },
    },
    { name: 'stage', needs: ['versions', 'sources'], run: () => lastLine(['scripts/stage.mjs']) },
    { name: 'tarballs', needs: ['stage'], run: () => makeTarballs(release) },
    ...trials,
    { name: 'site', needs: ['versions', 'sources'], run: () => makeSite(release) },
    { name: 'executable', needs: ['versions', 'sources'], run: () => makeExecutable(release) },
    { name: 'package of Debian', needs: ['stage'], run: () => makeDebian(release) },
  ];
  const { failed, skipped } = await runSteps(steps, { print });
  if (failed.length > 0) {
    print(`\nNo release: ${failed.join(', ')} failed. What was made before is in ${given}.`);
    return true;
  }
  const open = beforeUpload(root, { ...release, ...release.tree, date: release.section.date, skipped });
  await writeReleaseManifest(release);
  const files = await writeSums(out);
  if (twice) {
    const again = await runSteps([{ name: 'the same again', run: () => sameAgain(release) }], { print });
    if (again.failed.length > 0) return true;
  }
  print(`\n${given}`);
  for (const { path, bytes } of files) print(`${inWords(bytes).padStart(10)}  ${path}`);
  if (open.length > 0) print(['', 'Before the upload:', ...open.map((each) => `- ${each}`)].join('\n'));
  print(`\nNext: look at ${given}/${manifestFile}, then follow docs/releasing.md from “Upload”.`);
  return false;
}

/** Empties the folder of an earlier release. Another one that holds anything is nobody's to delete. */
function emptyFolder(out) {
  const there = existsSync(out) ? readdirSync(out) : [];
  if (there.length > 0 && !there.some((name) => ['CHANGES.md', manifestFile, tarballFolder].includes(name))) {
    throw new Error(`${out} holds files that are no release. Expected a new folder, for example --out release`);
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
}

/** Makes the release once more under other circumstances. Throws if the bytes differ. */
async function sameAgain(release) {
  const work = mkdtempSync(join(tmpdir(), 'esp-prov-again-'));
  try {
    const differences = await compareReleases(release.out, secondRun(join(work, 'clone'), release));
    if (differences.length > 0) {
      throw new Error(
        ['Other bytes in another folder, with another umask, clock, time zone and language:', ...differences].join(
          '\n',
        ),
      );
    }
    return 'the same bytes in another folder, with another umask, clock, time zone and language';
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function lastLine(args) {
  const lines = runScript(args).trimEnd().split('\n');
  return lines.findLast((line) => !line.startsWith('Open before')) ?? 'done';
}
