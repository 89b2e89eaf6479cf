import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The Debian that the guest is made of, and so the one that the host has to be: its package sources serve both. */
export const suite = 'bookworm';

const sourceFiles = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
const tools = { 'qemu-system-x86_64': 'qemu-system-x86', mmdebstrap: 'mmdebstrap', mke2fs: 'e2fsprogs', cpio: 'cpio' };
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin`, DEBIAN_FRONTEND: 'noninteractive' };

/** This machine cannot have the guest; the message says why. */
export class NoGuest extends Error {}

/** Runs a program as root to its end. @returns its exit code and all that it printed */
export function asRoot(command, ...args) {
  const whole = process.getuid() === 0 ? [command, ...args] : ['sudo', '-n', command, ...args];
  const { status, stdout, stderr, error } = spawnSync(whole[0], whole.slice(1), {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 600_000,
  });
  return { code: status ?? 1, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/** @throws NoGuest on a machine whose kind or rights do not do */
export function requireMachine() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new NoGuest('it needs Linux on x64');
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!release.includes(`VERSION_CODENAME=${suite}`)) throw new NoGuest(`it needs Debian ${suite}, for its packages`);
  if (asRoot('true').code !== 0) throw new NoGuest('it needs root, or sudo without a password');
}

/** The file that names this machine's package mirrors. */
export function packageSources() {
  const found = sourceFiles.find((file) => existsSync(file) && readFileSync(file, 'utf8').includes(suite));
  if (!found) throw new NoGuest(`no file of apt names sources for ${suite}`);
  return found;
}

/** Installs those of the needed programs that are missing. @throws NoGuest where they cannot be had */
export function requireTools() {
  const missing = Object.keys(tools).filter((tool) => !hasTool(tool));
  if (missing.length === 0) return;
  const packages = missing.map((tool) => tools[tool]);
  const install = () => asRoot('apt-get', 'install', '--yes', '-q', '--no-install-recommends', ...packages);
  if (install().code === 0) return;
  requireMirrors();
  const { code, output } = install();
  if (code !== 0) throw new NoGuest(`apt-get cannot install ${packages.join(', ')}: ${lastLine(output)}`);
}

/** @throws NoGuest when the package mirrors do not answer */
export function requireMirrors() {
  const { code, output } = asRoot('apt-get', 'update', '-q', '--error-on=any');
  if (code !== 0) throw new NoGuest(`the package mirrors do not answer: ${lastLine(output)}`);
}

function hasTool(tool) {
  return environment.PATH.split(':').some((folder) => existsSync(`${folder}/${tool}`));
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}
