import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedPackages, publishedPackages, root, run } from '../workspaces.mjs';

const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', '--prefer-offline'];

/**
 * Installs the staged packages as users do, below `folder`: the command alone, and all of them together.
 *
 * @returns {{ alone: string, all: string }} the two folders
 */
export function installStaged(folder) {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const packed = packedPackages(tarballs, publishedPackages());
  const command = packed.filter(({ name }) => name === 'esp-prov');
  const install = (name, packages) => into(join(folder, name), packages);
  return { alone: install('alone', command), all: install('all', packed) };
}

function into(folder, packages) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  run('npm', [...install, ...packages.map(({ tarball }) => tarball)], { cwd: folder });
  return folder;
}

/** Names of the packages that are installed in `folder`. */
export function installedPackages(folder) {
  const modules = join(folder, 'node_modules');
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => `${name}/${each}`) : name,
    );
}

/** Adds the repository's own copy of a package to what is installed in `folder`. */
export function addPackage(folder, name) {
  const source = [join(root, 'node_modules', name), join(root, 'apps/cli/node_modules', name)].find(existsSync);
  if (source === undefined) throw new Error(`${name} is not installed in the repository`);
  symlinkSync(source, join(folder, 'node_modules', name));
}

/** Adds a package of one CommonJS file. */
export function addFakePackage(folder, name, code) {
  const target = join(folder, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js' }));
  writeFileSync(join(target, 'index.js'), code);
}
