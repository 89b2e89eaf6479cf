// Looks into the tarballs of all packages, and installs them into an empty folder as a user would. Wants
// `npm run stage`; what is installed is run by `scripts/smoke.mjs`.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainFailures } from './plain-failures.mjs';
import { lockedPackages, readLock } from './release/locked-packages.mjs';
import { installedPackages } from './smoke/installation.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { serveFolder } from './web/serve-folder.mjs';
import { visitSite } from './web/visit-site.mjs';
import { packedPackages, publishedPackages, root, run } from './workspaces.mjs';

plainFailures('pack:check');
/** The least version that README promises: earlier ones know no `Uint8Array<ArrayBuffer>`. */
const leastTypeScript = '5.7';
const { path: folder, remove } = temporaryFolder('esp-prov-pack-');
const complaints = [];

try {
  const tarballs = join(folder, 'tarballs');
  const user = join(folder, 'user');
  mkdirSync(tarballs);
  mkdirSync(user);
  const packed = packedPackages(tarballs, publishedPackages());
  for (const { name, files } of packed) complaints.push(...wrongFiles(name, files));
  console.log(`packed ${packed.map(({ name, files }) => `${name} (${files.length} files)`).join(', ')}`);

  writeFileSync(join(user, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', '--prefer-offline'];
  run('npm', [...install, ...packed.map(({ tarball }) => tarball)], { cwd: user });
  console.log('installed them into an empty folder');
  complaints.push(...otherPackages(installedPackages(user), packed));
  for (const { name } of packed) complaints.push(...machinePaths(name, join(user, 'node_modules', name)));

  attempt('npx esp-prov --version', () => {
    console.log(`esp-prov --version: ${run('npx', ['--no-install', 'esp-prov', '--version'], { cwd: user }).trim()}`);
  });
  attempt('the man page', () => {
    const prefix = join(folder, 'prefix');
    run('npm', [...install, '--global', `--prefix=${prefix}`, ...packed.map(({ tarball }) => tarball)]);
    if (!existsSync(join(prefix, 'share/man/man1/esp-prov.1')))
      throw new Error('npm install --global does not put it into share/man');
    console.log('npm install --global brings the man page');
  });
  for (const base of ['/', '/deep/down/']) {
    await attemptSite(`the page of the package below ${base}`, 'user/node_modules/@esp-prov/web/dist/site', base);
    await attemptSite(`the page of the command below ${base}`, 'user/node_modules/esp-prov/web', base);
  }
  attempt(`the types under TypeScript ${leastTypeScript}`, () => {
    run('npm', [...install, '--no-save', `typescript@~${leastTypeScript}.0`, '@types/node@20'], { cwd: user });
    cpSync(join(root, 'examples/typescript.ts'), join(user, 'typescript.ts'));
    const strict = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2022',
    ];
    const libraries = ['--lib', 'ES2022,DOM,ESNext.Disposable', '--types', 'node'];
    run(process.execPath, ['node_modules/typescript/bin/tsc', ...strict, ...libraries, 'typescript.ts'], { cwd: user });
    console.log(`TypeScript ${leastTypeScript} checks a program that uses the packages`);
  });
} finally {
  await remove();
}
for (const each of complaints) console.error(each);
if (complaints.length > 0) process.exit(1);

function attempt(what, action) {
  try {
    action();
  } catch (error) {
    complaints.push(`${what} failed: ${error.message}`);
  }
}

/** Serves a folder as a static host would and visits all that its page and its scripts name. */
async function attemptSite(what, path, base) {
  const server = await serveFolder(join(folder, path), { base });
  try {
    const entries = ['', 'service-worker.js', 'esp-provision-button.js', 'esp-prov-web.js'];
    const { visited, complaints: found } = await visitSite(server.url, entries);
    complaints.push(...found.map((each) => `${what}: ${each}`));
    console.log(`${what} names ${visited.length} files, all of them there`);
  } finally {
    await server.close();
  }
}

/** Packages of others that come along, and are not those of the lock, which the bill of materials lists. */
function otherPackages(installed, packed) {
  const lock = readLock(root);
  const libraries = publishedPackages().filter(({ manifest }) => manifest.bin === undefined);
  const locked = new Set(
    libraries.flatMap(({ home }) => [...lockedPackages(lock, home).all.values()].map(({ name }) => name)),
  );
  const others = installed.filter((each) => packed.every(({ name }) => name !== each));
  return [
    ...others.filter((name) => !locked.has(name)).map((name) => `${name} comes along, and the lock does not have it`),
    ...[...locked]
      .filter((name) => !others.includes(name))
      .map((name) => `${name} is in the lock, and does not come along`),
  ];
}

/** Files that a tarball must not hold (tests, build notes), and the licence, which it must. */
function wrongFiles(name, files) {
  const stray = files
    .filter((path) => /(^|\/)(test|tests|coverage)\/|\.test\.|\.tsbuildinfo|(^|\/)tsconfig[^/]*\.json$/.test(path))
    .map((path) => `${name} packs ${path}, which users do not need`);
  return files.includes('LICENSE') ? stray : [...stray, `${name} packs no LICENSE; copy the one of the repository`];
}

/** Files whose content shows where on this machine they were built, and maps that point out of the package. */
function machinePaths(name, installed) {
  const found = [];
  for (const path of readdirSync(installed, { recursive: true })) {
    if (!/\.(map|js|ts|json)$/.test(path) || path.startsWith('node_modules')) continue;
    const text = readFileSync(join(installed, path), 'utf8');
    if (text.includes(root.replace(/[\\/]$/, ''))) found.push(`${name}: ${path} names the folder it was built in`);
    if (!path.endsWith('.map')) continue;
    const { sources, sourceRoot = '' } = JSON.parse(text);
    for (const source of sources) {
      const target = join(installed, path, '..', sourceRoot, source);
      if (!existsSync(target)) found.push(`${name}: ${path} points to ${source}, which is not in the package`);
    }
  }
  return found;
}
