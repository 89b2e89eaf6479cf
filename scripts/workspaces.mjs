// The packages of this repository that are published, and how they are packed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmWords } from './npm-words.mjs';

/** Folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Returns every published package that has sources: `{ home, folder, manifest }`, `home` as in `packages/client`. */
export function publishedPackages() {
  return ['packages', 'apps']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .map((home) => ({ home, folder: join(root, home) }))
    .filter(({ folder }) => existsSync(join(folder, 'package.json')))
    .map((each) => ({ ...each, manifest: JSON.parse(readFileSync(join(each.folder, 'package.json'), 'utf8')) }))
    .filter(({ folder, manifest }) => existsSync(join(folder, 'src/index.ts')) || manifest.bin !== undefined)
    .filter(({ manifest }) => manifest.private !== true);
}

/** Folder that releases are packed from, made by `npm run stage`. */
export const stageFolder = join(root, 'stage');

/** Paths of the files that npm would pack, by the name of each of `packages`. */
export function packedFiles(packages) {
  const args = ['pack', '--json', '--dry-run', ...packages.flatMap(({ home }) => ['--workspace', home])];
  return new Map(packResults(run('npm', args, { cwd: root })).map(({ name, files }) => [name, files]));
}

/** Packs the staged form of `packages` into `folder` with npm and returns for each `{ name, tarball, files }`. */
export function packInto(folder, packages) {
  const staged = packages.map(({ home, manifest }) => join(stageFolder, manifest.bin ? manifest.name : basename(home)));
  const args = ['pack', '--json', `--pack-destination=${folder}`, ...staged];
  return packResults(run('npm', args, { cwd: root })).map((result) => ({
    ...result,
    tarball: join(folder, result.filename.replace('@', '').replace('/', '-')),
  }));
}

/**
 * Returns the tarballs to look at, as `packInto` does: those of the folder that `--tarballs=FOLDER` names, else the staged
 * packages, packed into `folder`.
 */
export function packedPackages(folder, packages, args = process.argv) {
  const given = args.find((each) => each.startsWith('--tarballs='))?.slice('--tarballs='.length);
  if (given === undefined) return packInto(folder, packages);
  return packages.map(({ manifest: { name, version } }) => {
    const tarball = join(given, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    if (!existsSync(tarball)) throw new Error(`${tarball} is missing. Run: npm run release:dry`);
    const paths = run('tar', ['-tzf', tarball]).trim().split('\n');
    return { name, tarball, files: paths.map((path) => path.replace(/^package\//, '')) };
  });
}

function packResults(output) {
  // npm 11 and later answer with an object for each name where npm 10 has a list.
  return Object.values(JSON.parse(output)).map(({ name, filename, files, unpackedSize }) => ({
    name,
    filename,
    unpackedSize,
    files: files.map(({ path }) => path),
  }));
}

/** Runs a command and returns its standard output; throws with all that it said when it fails. */
export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  if (status === 0) return stdout;
  const reason = error?.message ?? `exit ${status}`;
  const said = command === 'npm' ? [npmWords(stderr ?? '')] : [stdout, stderr];
  throw new Error([`${command} ${args.join(' ')}: ${reason}`, ...said].filter(Boolean).join('\n'));
}
