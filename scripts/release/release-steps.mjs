// The steps of a release, in their order.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspaces.mjs';
import { changelogSection } from './changelog-section.mjs';
import { checkVersions } from './check-versions.mjs';
import { makeDebian, makeExecutable, makeSite, makeTarballs, tarballFolder } from './make-artefacts.mjs';
import { makeBill } from './make-bill.mjs';
import { makeLicences } from './make-licences.mjs';
import { lastLine } from './run-script.mjs';
import { secondRun } from './second-run.mjs';
import { sourceTree } from './source-tree.mjs';

/**
 * Returns the steps. They note in `release` what later ones and the end need: `version`, `tree`, `section`, `again`.
 *
 * @param {{ out: string, base: string, date: number, allowDirty: boolean, untried: boolean, twice: boolean }} release
 * @returns {import('./run-steps.mjs').Step[]}
 */
export function releaseSteps(release) {
  const { out, allowDirty, untried, twice } = release;
  const sources = ['versions', 'sources'];
  const tarballs = `--tarballs=${join(out, tarballFolder)}`;
  const trial = (name, script) => ({ name, needs: ['tarballs'], run: () => lastLine([script, tarballs]) });
  return [
    { name: 'versions', run: () => versions(release) },
    { name: 'sources', run: () => sourcesStep(release, allowDirty) },
    { name: 'changelog', needs: ['versions'], run: () => changelog(release) },
    ...(untried
      ? []
      : [{ name: 'interface', needs: ['versions'], run: () => lastLine(['scripts/released-check.mjs']) }]),
    {
      name: 'tools of the site',
      run: async () => (await lastLine(['scripts/ensure-installed.mjs', 'site'])) || 'installed',
    },
    ...(twice ? [{ name: 'second run', needs: [...sources, 'tools of the site'], run: () => begin(release) }] : []),
    { name: 'stage', needs: sources, run: () => lastLine(['scripts/stage.mjs']) },
    { name: 'tarballs', needs: ['stage'], run: () => makeTarballs(release) },
    ...(untried
      ? []
      : [
          trial('publint and attw', 'scripts/publish-check.mjs'),
          trial('installed', 'scripts/pack-check.mjs'),
          trial('used', 'scripts/smoke.mjs'),
        ]),
    { name: 'site', needs: [...sources, 'tools of the site'], run: () => makeSite(release) },
    { name: 'executable', needs: sources, run: () => makeExecutable(release) },
    { name: 'package of Debian', needs: ['stage'], run: () => makeDebian(release) },
    { name: 'bill of materials', needs: ['tarballs', 'site', 'executable'], run: () => makeBill(release) },
    { name: 'licences', needs: ['stage', 'site', 'executable'], run: () => makeLicences(release) },
  ];
}

function versions(release) {
  release.version = checkVersions(root);
  return `${release.version} everywhere`;
}

function sourcesStep(release, allowDirty) {
  release.tree = sourceTree(root, { allowDirty });
  const { commit, clean } = release.tree;
  return `commit ${commit.slice(0, 12)}${clean ? '' : ', with changes that it does not have'}`;
}

function changelog(release) {
  release.section = changelogSection(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), release.version);
  writeFileSync(join(release.out, 'CHANGES.md'), release.section.body);
  return `${release.section.body.match(/^- /gm)?.length} lines, ${release.section.date ?? 'no date yet'}`;
}

/** Begins the second run, which goes on beside the steps that follow. */
function begin(release) {
  release.again = secondRun(release);
  // It is awaited at the end; until then its failure is nobody's.
  release.again.done.catch(() => undefined);
  return 'begun elsewhere';
}
