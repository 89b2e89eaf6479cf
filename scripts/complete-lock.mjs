// Adds to package-lock.json the optional packages of other systems that npm left out because the registry in use does
// not serve them: `npm ci` refuses a lock without them. Run after every `npm install` that changes the lock.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
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
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `Added ${added.length} packages: ${added.join(', ')}` : 'The lock is complete.');

function isLocked(owner, name) {
  for (let folder = owner; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder}/node_modules/${name}`.replace(/^\//, '') in lock.packages) return true;
    if (folder === '') return false;
  }
}

/** An entry as npm writes it, keys in its order; without a checksum, which only the registry knows. */
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

/** System, processor and C library for which a package is made, read from its name. */
function platformOf(name) {
  if (name === 'fsevents') return { os: ['darwin'], cpu: [], libc: [] };
  const words = name.split(/[/-]/);
  const os = systems.filter((each) => words.includes(each));
  const cpu = processors.filter((each) => words.includes(each));
  if (os.length + cpu.length === 0) throw new Error(`${name} does not tell for which system it is made`);
  return { os, cpu, libc: words.some((word) => word.startsWith('musl')) ? ['musl'] : [] };
}
