// Runs before `npm test` and `npm run demo`, so that both work on a fresh clone. Says nothing when all is there. A
// folder with a lock of its own can be named: `site`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmWords } from './npm-words.mjs';

const root = join(fileURLToPath(new URL('..', import.meta.url)), process.argv[2] ?? '');
const needed = readJson('package.json').engines?.node.replace('>=', '') ?? '0';

if (isOlder(process.versions.node, needed)) {
  console.error(`esp-prov needs Node ${needed} or later; this is Node ${process.versions.node}.`);
  process.exit(1);
}
const missing = firstMissing();
if (missing !== undefined) {
  console.error(
    `Installing the dependencies${process.argv[2] === undefined ? '' : ` of ${process.argv[2]}`} (${missing}) ...`,
  );
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'pipe'], encoding: 'utf8' };
  const run =
    npm === undefined
      ? spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
      : spawnSync(process.execPath, [npm, ...args], options);
  if (run.status !== 0) {
    console.error(run.error?.message ?? npmWords(run.stderr));
    console.error('The dependencies could not be installed. Run it again when that is fixed, or look into: npm ci');
    process.exit(1);
  }
}

/**
 * Returns the first difference between what is installed and package-lock.json; npm notes what it installed in a lock
 * file of its own.
 */
function firstMissing() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return 'not installed yet';
  const installed = readJson('node_modules/.package-lock.json').packages;
  for (const [path, wanted] of Object.entries(readJson('package-lock.json').packages)) {
    if (path === '') continue;
    const found = installed[path];
    // Optional packages are missing if they are made for another system.
    if (found === undefined && wanted.optional) continue;
    if (found?.version !== wanted.version || found?.integrity !== wanted.integrity || !existsSync(join(root, path))) {
      return `${path} is not as package-lock.json says`;
    }
  }
  return undefined;
}

function isOlder(version, than) {
  const [own, other] = [version, than].map((text) => text.split('.').map(Number));
  for (const [index, part] of other.entries()) {
    if (own[index] !== part) return own[index] < part;
  }
  return false;
}

function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}
