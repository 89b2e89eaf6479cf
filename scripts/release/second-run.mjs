// A release made once more, under circumstances that must not matter.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
 * @returns {{ done: Promise<string>, dispose: () => void }} `done`: the folder of that release; `dispose` ends it and
 *   deletes all
 */
export function secondRun({ date, base }) {
  const work = mkdtempSync(join(tmpdir(), 'esp-prov-again-'));
  const clone = join(work, 'clone');
  let child;
  return {
    done: make(),
    dispose() {
      // It is the leader of a group, so that what it has started ends with it.
      if (child?.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      rmSync(work, { recursive: true, force: true });
    },
  };

  async function make() {
    copySources(clone);
    // A file, as nobody reads a pipe while this process waits for another step.
    const log = join(work, 'log');
    const output = openSync(log, 'w');
    const options = ['--untried', '--allow-dirty', '--out', 'release', '--base', base];
    child = spawn('sh', ['-c', script, process.execPath, ...options], {
      cwd: clone,
      detached: true,
      stdio: ['ignore', output, output],
      env: {
        ...process.env,
        ...circumstances,
        SOURCE_DATE_EPOCH: String(date),
        NODE_OPTIONS: `--require ${clock}`,
      },
    });
    closeSync(output);
    const [code] = await once(child, 'exit');
    if (code !== 0) {
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
