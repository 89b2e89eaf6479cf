import { existsSync, readFileSync } from 'node:fs';
import { runProgram } from '../../support/program.mjs';

/** The Debian that the guest is made of, and so the one that the host has to be: its package sources serve both. */
export const suite = 'bookworm';

const sourceFiles = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
const tools = { 'qemu-system-x86_64': 'qemu-system-x86', mmdebstrap: 'mmdebstrap', mke2fs: 'e2fsprogs', cpio: 'cpio' };
const limitSeconds = 600;

/** Users other than root do not have the folders of mke2fs in their path. */
export const searchPath = `${process.env.PATH}:/usr/sbin:/sbin`;

/** This machine cannot have the guest; the message says why. */
export class NoGuest extends Error {}

/** Runs a program as root to its end, at most ten minutes. @returns its exit code and all that it printed */
export async function asRoot(...command) {
  // It ends a whole group of processes, and also when this program is gone.
  const limited = ['timeout', '--kill-after=10', String(limitSeconds), ...command];
  const [program, ...args] = process.getuid() === 0 ? limited : ['sudo', '-n', ...limited];
  const env = { PATH: searchPath, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, patienceMs: (limitSeconds + 30) * 1000 };
  const run = runProgram(program, args, options).catch((error) => ({ code: 1, output: '', errors: error.message }));
  const { code, output, errors } = await run;
  return { code, output: `${output}${errors}` };
}

/** Checks that this machine can run the guest. @throws NoGuest if its kind or the user's rights do not suffice */
export async function requireMachine() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new NoGuest('it needs Linux on x64');
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!release.includes(`VERSION_CODENAME=${suite}`)) throw new NoGuest(`it needs Debian ${suite}, for its packages`);
  if ((await asRoot('true')).code !== 0) throw new NoGuest('it needs root, or sudo without a password');
}

/** Returns the file that names this machine's package mirrors. @throws NoGuest when there is none */
export function packageSources() {
  const found = sourceFiles.find((file) => existsSync(file) && readFileSync(file, 'utf8').includes(suite));
  if (!found) throw new NoGuest(`no file of apt names sources for ${suite}`);
  return found;
}

/** Installs those of the needed programs that are missing. @throws NoGuest where they cannot be had */
export async function requireTools() {
  const missing = Object.keys(tools).filter((tool) => !hasTool(tool));
  if (missing.length === 0) return;
  const packages = missing.map((tool) => tools[tool]);
  const install = () => asRoot('apt-get', 'install', '--yes', '-q', '--no-install-recommends', ...packages);
  if ((await install()).code === 0) return;
  await requireMirrors();
  const { code, output } = await install();
  if (code !== 0) throw new NoGuest(`apt-get cannot install ${packages.join(', ')}: ${lastLine(output)}`);
}

/** Checks that the package mirrors answer. @throws NoGuest if they do not */
export async function requireMirrors() {
  const { code, output } = await asRoot('apt-get', 'update', '-q', '--error-on=any');
  if (code !== 0) throw new NoGuest(`the package mirrors do not answer: ${lastLine(output)}`);
}

function hasTool(tool) {
  return searchPath.split(':').some((folder) => existsSync(`${folder}/${tool}`));
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}
