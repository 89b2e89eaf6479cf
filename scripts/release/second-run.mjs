// A release made once more, under circumstances that must not matter.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run } from '../workspaces.mjs';

/** Circumstances of the second run: another folder, umask, clock, time zone and language. */
const circumstances = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' };
const umask = '077';
const clock = fileURLToPath(new URL('shifted-clock.cjs', import.meta.url));

/**
 * Copies the sources and what is installed into `folder`, builds them there and makes the release again. Returns the folder
 * of that release.
 *
 * @param {string} folder
 * @param {{ date: number, base: string }} release
 */
export function secondRun(folder, { date, base }) {
  copySources(folder);
  const env = {
    ...process.env,
    ...circumstances,
    SOURCE_DATE_EPOCH: String(date),
    NODE_OPTIONS: `--require ${clock}`,
  };
  const options = ['--untried', '--allow-dirty', '--out', 'release', '--base', base];
  for (const args of [
    ['node_modules/typescript/bin/tsc', '-b'],
    ['scripts/release.mjs', ...options],
  ]) {
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'umask "$0"; exec "$@"', umask, process.execPath, ...args],
      {
        cwd: folder,
        env,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    if (status !== 0) throw new Error(`the second run failed: node ${args.join(' ')}\n${stdout}${stderr}`);
  }
  return join(folder, 'release');
}

/** A clone of the commit, with the changes of the working tree and with what is installed. */
function copySources(folder) {
  run('git', ['clone', '--quiet', '--shared', root, folder]);
  const commit = run('git', ['rev-parse', 'HEAD'], { cwd: root }).trim();
  run('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder });
  const changed = run('git', ['ls-files', '-z', '--modified', '--deleted', '--others', '--exclude-standard'], {
    cwd: root,
  });
  for (const path of new Set(changed.split('\0').filter(Boolean))) {
    rmSync(join(folder, path), { force: true, recursive: true });
    if (!existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  for (const home of ['.', 'site', ...membersIn('packages'), ...membersIn('apps')]) {
    const modules = join(home, 'node_modules');
    if (!existsSync(join(root, modules))) continue;
    // Links to the same files where the file system allows them: a copy takes a minute.
    const copy = (how) => run('cp', [how, join(root, modules), join(folder, home)]);
    try {
      copy('-al');
    } catch {
      rmSync(join(folder, modules), { recursive: true, force: true });
      copy('-a');
    }
  }
}

function membersIn(group) {
  return readdirSync(join(root, group)).map((name) => `${group}/${name}`);
}
