/**
 * Runs a script on another version of Node, which npm brings: `node scripts/on-node.mjs VERSION SCRIPT [ARGUMENT...]`.
 * Ends as the script does, and with 77 where that Node cannot be had.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [version, ...script] = process.argv.slice(2);
if (!/^\d+$/.test(version ?? '') || script.length === 0) {
  console.error('Expected a major version and a script, for example: node scripts/on-node.mjs 24 --version');
  process.exit(2);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'node_modules', '.cache', `node-${version}`);
const name = `node-${process.platform}-${process.arch}`;
const binaries = join(folder, 'node_modules', name, 'bin');
if (!existsSync(join(binaries, 'node'))) install();

const path = `${binaries}${delimiter}${process.env.PATH}`;
const { status, error } = spawnSync(join(binaries, 'node'), script, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
});
if (error) throw error;
process.exit(status ?? 1);

function install() {
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  const { status: code } = spawnSync('npm', ['install', ...options, `${name}@${version}`], {
    cwd: folder,
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  if (code === 0 && existsSync(join(binaries, 'node'))) return;
  console.error(`npm does not bring ${name}@${version}`);
  process.exit(77);
}
