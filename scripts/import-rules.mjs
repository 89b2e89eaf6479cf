// The borders of the packages, checked in their sources. The table is import-table.mjs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globalHomes, importTable, testPackages, userModuleLoaders } from './import-table.mjs';
import { roomOffences } from './room-rules.mjs';
import { importsOf, usedGlobals } from './source-facts.mjs';

const builtins = new Set(builtinModules);

/**
 * Returns the offences against the borders among `files` (`{ path, text }`, paths relative to the repository with
 * slashes). Manifests are checked for their declared dependencies, everything else as a source.
 *
 * @param {{ path: string, text: string }[]} files
 * @returns {{ file: string, message: string }[]}
 */
export function offences(files) {
  return files.flatMap((file) => {
    const home = homeOf(file.path);
    if (!(home in importTable)) return [{ file: file.path, message: `${home} is not in scripts/import-table.mjs` }];
    const messages = file.path.endsWith('/package.json') ? manifestOffences(file, home) : sourceOffences(file, home);
    return [...new Set(messages)].map((message) => ({ file: file.path, message }));
  });
}

function sourceOffences({ path, text }, home) {
  const inside = path.slice(home.length + 1);
  const platformFree = !isBelow(inside, importTable[home].node);
  const messages = importsOf(path, text).flatMap((found) => importOffences(found, { home, inside, platformFree }));
  if (path.endsWith('.d.ts')) return messages;
  for (const name of usedGlobals(path, text)) {
    if (name === 'Buffer' && platformFree) messages.push('uses Buffer outside of a Node adapter');
    if (name === 'Buffer' || !home.startsWith('packages/') || basename(path) === globalHomes[name]) continue;
    messages.push(`uses ${name}, which belongs in ${globalHomes[name]}`);
  }
  return messages;
}

function importOffences({ specifier, typeOnly }, { home, inside, platformFree }) {
  if (specifier === undefined) {
    return userModuleLoaders.includes(`${home}/${inside}`) ? [] : ['imports a computed name, which cannot be checked'];
  }
  if (specifier.startsWith('.')) return relativeOffences(specifier, { home, inside, platformFree });
  if (isTimerModule(specifier) && home.startsWith('packages/')) {
    return [`imports ${specifier}, which only a clock may use`];
  }
  const sibling = siblingOf(specifier);
  if (sibling === undefined) {
    const isNode = specifier.startsWith('node:') || builtins.has(specifier.split('/')[0]);
    return isNode && platformFree ? [`imports ${specifier}, but is not a Node adapter`] : [];
  }
  if (!maySee(home, sibling.name, typeOnly)) {
    const allowed = maySee(home, sibling.name, true) ? 'may import as types only' : 'may not';
    return [`imports ${specifier}, which ${basename(home)} ${allowed}`];
  }
  const rooms = importTable[home].only?.[sibling.name] ?? ['src/'];
  if (!isBelow(inside, rooms)) return [`imports ${specifier}, which only ${rooms.join(', ')} of ${basename(home)} may`];
  const entry = sibling.subpath === '' ? 'src/index.ts' : `src/${sibling.subpath}/index.ts`;
  if (platformFree && isBelow(entry, importTable[sibling.home].node)) {
    return [`imports ${specifier}, but is not a Node adapter`];
  }
  return [];
}

function relativeOffences(specifier, { home, inside, platformFree }) {
  const target = posix.join(posix.dirname(inside), specifier);
  if (target.startsWith('..')) return [`imports ${specifier}, which leaves ${basename(home)}`];
  if (platformFree && isBelow(target, importTable[home].node)) {
    return [`imports ${specifier}, but is not a Node adapter`];
  }
  return [];
}

function manifestOffences({ text }, home) {
  const { may, types = [] } = importTable[home];
  const allowed = new Set([...may, ...types]);
  const manifest = JSON.parse(text);
  const messages = [];
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies']) {
    for (const name of Object.keys(manifest[kind] ?? {})) {
      const sibling = siblingOf(name);
      if (sibling === undefined || allowed.has(sibling.name)) continue;
      if (kind === 'devDependencies' && testPackages.includes(sibling.name)) continue;
      messages.push(`declares ${name} in ${kind}, which ${basename(home)} may not`);
    }
  }
  return messages;
}

function maySee(home, name, typeOnly) {
  const { may, types = [] } = importTable[home];
  return name === basename(home) || may.includes(name) || (typeOnly && types.includes(name));
}

/** Returns the package of this project that a specifier names; one that is not in the table yet counts too. */
function siblingOf(specifier) {
  const [scope, name = '', ...rest] = specifier.split('/');
  if (scope === 'esp-prov') return { name: 'cli', home: 'apps/cli', subpath: [name, ...rest].join('/') };
  if (scope !== '@esp-prov') return undefined;
  const home = Object.keys(importTable).find((key) => basename(key) === name);
  return { name, home, subpath: rest.join('/') };
}

function isTimerModule(specifier) {
  return /^(node:)?timers(\/|$)/.test(specifier);
}

function isBelow(path, entries) {
  return entries.some((entry) => (entry.endsWith('/') ? path.startsWith(entry) : path === entry));
}

function homeOf(path) {
  return path.split('/', 2).join('/');
}

/**
 * Returns the manifests and sources of every package below `root`, as {@link offences} wants them.
 *
 * @param {string} root
 */
export function readTree(root) {
  const homes = ['packages', 'apps'].flatMap((group) => {
    const folder = join(root, group);
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  });
  return homes
    .filter((home) => existsSync(join(home, 'package.json')))
    .flatMap((home) => [join(home, 'package.json'), ...sourcesBelow(join(home, 'src'))])
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

function sourcesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
    .map((name) => join(folder, name));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const files = readTree(fileURLToPath(new URL('..', import.meta.url)));
  const found = [...offences(files), ...roomOffences(files)];
  for (const { file, message } of found) console.error(`${file}: ${message}`);
  if (found.length > 0) process.exit(1);
  console.log(`Imports keep to the tables (${files.length} files).`);
}
