import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from './at-end.mjs';
import { root } from './workspaces.mjs';

/**
 * Runs a task that writes to folders of the repository, and refuses to while another process runs it: two would take each
 * other's files away. A note that its process left behind does not count.
 *
 * @template T
 * @param {string} name of the task, as in `npm run`
 * @param {() => Promise<T>} task
 * @param {{ folder?: string }} [options] where the note is
 * @returns {Promise<T>}
 */
export async function oneAtATime(name, task, { folder = join(root, 'temp') } = {}) {
  mkdirSync(folder, { recursive: true });
  const note = join(folder, `${name.replaceAll(/\W/g, '-')}.pid`);
  if (!written(note)) {
    const other = Number(readFileSync(note, 'utf8'));
    if (isRunning(other)) {
      throw new Error(`npm run ${name} is under way as process ${other}. Expected one at a time: try again at its end`);
    }
    rmSync(note, { force: true });
    if (!written(note)) throw new Error(`npm run ${name} has just been started. Expected one at a time`);
  }
  const forget = atEnd(() => rmSync(note, { force: true }));
  try {
    return await task();
  } finally {
    await forget();
  }
}

function written(note) {
  try {
    writeFileSync(note, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
