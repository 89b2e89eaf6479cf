// Adds to package-lock.json the optional packages of other systems that npm omitted because the registry in use does
// not serve them: `npm ci` refuses a lock without them. Adds the checksum of every package that has none: npm accepts
// any content without one. Run after every `npm install` that changes the lock.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// A folder with a lock of its own can be named: `node scripts/complete-lock.mjs site`.
const folder = process.argv[2] === undefined ? '' : `${process.argv[2]}/`;
const file = fileURLToPath(new URL(`../${folder}package-lock.json`, import.meta.url));
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [owner, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(owner, name)) continue;
    const version = /^[~^]?(\d+\.\d+\.\d+\S*)$/.exec(range)?.[1];
    if (version === undefined) throw new Error(`${owner} wants ${name} ${range}, which is no single version`);
    lock.packages[`node_modules/${name}`] = optionalEntry(version, platformOf(name), entry.dev);
    added.push(name);
  }
}
const summed = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!path.includes('node_modules/') || entry.link || entry.integrity) continue;
  const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  lock.packages[path] = withIntegrity(entry, checksumOf(`${name}@${entry.version}`));
  summed.push(name);
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (added.length + summed.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
if (added.length > 0) console.log(`Added ${added.length} packages: ${added.join(', ')}`);
if (summed.length > 0) console.log(`Added the checksums of ${summed.length} packages: ${summed.join(', ')}`);
if (added.length + summed.length === 0) console.log('The lock is complete.');

/** Returns the checksum that the registry has for a version. */
function checksumOf(version) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, stdout, stderr } = spawnSync(npm, ['view', version, 'dist.integrity'], { encoding: 'utf8' });
  const sum = stdout?.trim() ?? '';
  if (status !== 0 || !/^sha512-\S+$/.test(sum)) throw new Error(`no checksum of ${version}: ${stderr}`);
  return sum;
}

/** Returns an entry with its checksum where npm puts it: after the version and its origin. */
function withIntegrity(entry, integrity) {
  const first = Object.entries(entry).filter(([key]) => ['name', 'version', 'resolved'].includes(key));
  return { ...Object.fromEntries(first), integrity, ...entry };
}

function isLocked(owner, name) {
  for (let folder = owner; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder}/node_modules/${name}`.replace(/^\//, '') in lock.packages) return true;
    if (folder === '') return false;
  }
}

/**
 * Returns an entry as npm writes it, keys in its order; its checksum comes later, with those of others that have none.
 */
function optionalEntry(version, { cpu, libc, os }, dev) {
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}

/** Returns system, processor and C library for which a package is made, read from its name. */
function platformOf(name) {
  if (name === 'fsevents') return { os: ['darwin'], cpu: [], libc: [] };
  const words = name.split(/[/-]/);
  const os = systems.filter((each) => words.includes(each));
  const cpu = processors.filter((each) => words.includes(each));
  if (os.length + cpu.length === 0) throw new Error(`${name} does not name its system`);
  return { os, cpu, libc: words.some((word) => word.startsWith('musl')) ? ['musl'] : [] };
}
