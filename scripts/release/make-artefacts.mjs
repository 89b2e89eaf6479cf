// What a release holds beside the tarballs.
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packInto, publishedPackages, root, stageFolder } from '../workspaces.mjs';
import { inWords } from './in-words.mjs';
import { runScript } from './run-script.mjs';
import { tarFolder } from './tar-folder.mjs';

/** Folder of the tarballs in a release. */
export const tarballFolder = 'npm';

/** Packs every package into the release. */
export function makeTarballs({ out }) {
  const folder = join(out, tarballFolder);
  const packed = packInto(folder, publishedPackages());
  const bytes = packed.reduce((sum, { tarball }) => sum + statSync(tarball).size, 0);
  return `${packed.length} packages, ${inWords(bytes)}`;
}

/** Builds the site and packs it. */
export async function makeSite({ out, version, date, base }) {
  await runScript(['site/site.mjs', '--base', base]);
  const target = join(out, `esp-prov-${version}-site.tar.gz`);
  tarFolder(join(root, 'site/dist/html'), { target, name: `esp-prov-${version}-site`, date });
  return `for ${base}, ${inWords(statSync(target).size)}`;
}

/** Makes the single executable and packs it with its licences. */
export async function makeExecutable({ out, version, date, untried }) {
  await runScript(['scripts/executable.mjs', ...(untried ? ['--untried'] : [])]);
  const name = `esp-prov-${version}-linux-x64`;
  const target = join(out, `${name}.tar.gz`);
  tarFolder(join(stageFolder, 'executable'), { target, name, date, executables: ['esp-prov'] });
  return `Node ${process.versions.node}, ${inWords(statSync(target).size)}`;
}

/** Makes the package of Debian. */
export async function makeDebian({ out, version, untried }) {
  const said = await runScript(['scripts/debian.mjs', ...(untried ? ['--untried'] : [])]);
  const name = `esp-prov_${version}_all.deb`;
  copyFileSync(join(stageFolder, 'debian', name), join(out, name));
  const judged = said.split('\n').find((line) => line.startsWith('lintian'));
  return [inWords(statSync(join(out, name)).size), judged].filter(Boolean).join('; ');
}
