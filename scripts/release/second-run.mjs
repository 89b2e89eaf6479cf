// A release made once more, under circumstances that must not matter.
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInGroup } from '../run-in-group.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { root, run } from '../workspaces.mjs';

/** Circumstances of the second run: another folder, umask, clock, time zone and language. */
const circumstances = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' };
const script = 'umask 077 && "$0" node_modules/typescript/bin/tsc -b && "$0" scripts/release.mjs "$@"';
const clock = fileURLToPath(new URL('shifted-clock.cjs', import.meta.url));

/** How many of the last lines of a failed run are shown. */
const most = 60;

/**
 * Copies the sources and what is installed, builds them there and makes the release again, beside what this process does.
 *
 * @param {{ date: number, base: string }} release
 * @returns {{ done: Promise<string>, dispose: () => Promise<void> }} `done`: the folder of that release; `dispose` ends it
 *   and deletes all
 */
export function secondRun({ date, base }) {
  const { path: work, remove } = temporaryFolder('esp-prov-again-');
  const clone = join(work, 'clone');
  const abort = new AbortController();
  return {
    done: make(),
    async dispose() {
      abort.abort();
      await remove();
    },
  };

  async function make() {
    copySources(clone);
    // A file, as nobody reads a pipe while this process waits for another step.
    const log = join(work, 'log');
    const output = openSync(log, 'w');
    const options = ['--untried', '--allow-dirty', '--out', 'release', '--base', base];
    const again = runInGroup('sh', ['-c', script, process.execPath, ...options], {
      cwd: clone,
      output,
      signal: abort.signal,
      env: {
        ...process.env,
        ...circumstances,
        SOURCE_DATE_EPOCH: String(date),
        NODE_OPTIONS: `--require ${clock}`,
      },
    });
    closeSync(output);
    const { status } = await again;
    if (status !== 0) {
      const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-most);
      throw new Error(['The second run failed:', ...lines].join('\n'));
    }
    return join(clone, 'release');
  }
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
  for (const home of ['.', 'site', ...membersIn('packages'), ...membersIn('apps')]) copyModules(home, folder);
}

/** Copies what is installed, by links to the same files where the file system allows them: a real copy takes a minute. */
function copyModules(home, folder) {
  const modules = join(home, 'node_modules');
  if (!existsSync(join(root, modules))) return;
  const copy = (how) => run('cp', [how, join(root, modules), join(folder, home)]);
  try {
    copy('-al');
  } catch {
    rmSync(join(folder, modules), { recursive: true, force: true });
    copy('-a');
  }
}

function membersIn(group) {
  return readdirSync(join(root, group)).map((name) => `${group}/${name}`);
}
