// One version for everything: where it stands, and what of it differs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the version of the repository in `root`.
 *
 * @throws Error naming every place that has another one
 */
export function checkVersions(root) {
  const { version } = readJson(root, 'package.json');
  if (!/^\d+\.\d+\.\d+(-[0-9a-z]+(\.[0-9a-z]+)*)?$/.test(version)) {
    throw new Error(`package.json: Expected a version of Semantic Versioning, for example 1.2.0, and found ${version}`);
  }
  const wrong = versionPlaces(root).filter(({ found }) => found !== version);
  if (wrong.length === 0) return version;
  const lines = wrong.map(({ place, found }) => `${place}: ${found ?? 'no version'}`);
  throw new Error(
    [
      `Everything of a release has one version, and package.json says ${version}. These differ:`,
      ...lines,
      'Set it everywhere by: npm run version:set VERSION',
    ].join('\n'),
  );
}

/** Every place that holds the version: `{ place, found }`. */
export function versionPlaces(root) {
  return [
    ...manifestPaths(root).flatMap((path) => manifestVersions(path, readJson(root, path))),
    ...lockVersions('package-lock.json', readJson(root, 'package-lock.json')),
    ...lockVersions('site/package-lock.json', readJson(root, 'site/package-lock.json')),
    {
      place: 'apps/cli/man/esp-prov.1',
      found: manVersion(readFileSync(join(root, 'apps/cli/man/esp-prov.1'), 'utf8')),
    },
  ];
}

/** Paths of all manifests of the project. */
export function manifestPaths(root) {
  const members = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}/package.json`),
  );
  return ['package.json', ...members.sort(), 'site/package.json'].filter((path) => existsSync(join(root, path)));
}

/** Whether a dependency is a package of ours. */
export function isOurs(name) {
  return name === 'esp-prov' || name.startsWith('@esp-prov/');
}

function manifestVersions(path, manifest) {
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  const siblings = kinds.flatMap((kind) =>
    Object.entries(manifest[kind] ?? {})
      .filter(([name]) => isOurs(name))
      .map(([name, found]) => ({ place: `${path}, ${kind}, ${name}`, found })),
  );
  return [{ place: path, found: manifest.version }, ...siblings];
}

/** The lock repeats the manifests of the root and of its workspaces. */
function lockVersions(path, { version, packages }) {
  const own = Object.entries(packages).filter(([folder, { link }]) => !folder.includes('node_modules/') && !link);
  return [
    { place: path, found: version },
    ...own.flatMap(([folder, entry]) => manifestVersions(`${path}, ${folder === '' ? 'root' : folder}`, entry)),
  ];
}

function manVersion(text) {
  return /^\.TH .*?esp\\-prov ([^"\s]+)"/m.exec(text)?.[1];
}

function readJson(root, path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
