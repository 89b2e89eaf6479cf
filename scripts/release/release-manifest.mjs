import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages, run } from '../workspaces.mjs';
import { releaseFiles } from './release-files.mjs';

/** Name of the description of a release. */
export const manifestFile = 'release.json';

/** Writes `release.json`: what the release is made of, by what, and what it holds. */
export async function writeReleaseManifest({ out, version, date, base, tree, section }) {
  const manifest = {
    name: 'esp-prov',
    version,
    commit: tree.commit,
    clean: tree.clean,
    sourceDate: new Date(date * 1000).toISOString(),
    changelogDate: section.date ?? null,
    madeBy: { node: process.versions.node, npm: run('npm', ['--version']).trim() },
    siteBase: base,
    packages: publishedPackages().map(({ manifest: { name } }) => name),
    files: await releaseFiles(out),
  };
  writeFileSync(join(out, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return `${manifest.files.length} files`;
}
