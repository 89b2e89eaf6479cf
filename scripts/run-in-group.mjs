import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { atEnd } from './at-end.mjs';

const leader = fileURLToPath(new URL('group-leader.mjs', import.meta.url));

/**
 * Runs a program to its end. It and all that it starts are in a group of their own, which ends with this process,
 * however that ends.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, output?: 'inherit' | 'pipe' | number, signal?: AbortSignal }} [options]
 *   `output`: where both streams go, a number is a file that is open; `signal` ends the program
 * @returns {Promise<{ status: number | null, signal: NodeJS.Signals | null, stdout: string, stderr: string }>}
 */
export async function runInGroup(command, args, { output = 'pipe', signal: abort, ...options } = {}) {
  const child = spawn(process.execPath, [leader, command, ...args], {
    ...options,
    // The leader ends the group when its input ends.
    stdio: ['pipe', output, output],
    detached: process.platform !== 'win32',
  });
  child.stdin.on('error', () => undefined);
  const ended = Promise.all([once(child, 'close'), textOf(child.stdout), textOf(child.stderr)]);
  const kill = () => killGroup(child.pid);
  const leave = atEnd(kill);
  abort?.addEventListener('abort', kill);
  try {
    const [[status, signal], stdout, stderr] = await ended;
    return { status, signal, stdout, stderr };
  } finally {
    abort?.removeEventListener('abort', kill);
    await leave();
  }
}

/** Returns what comes out of a stream that is read here, else nothing. */
async function textOf(stream) {
  return stream === null ? '' : await text(stream);
}

/** Kills what is left of a group; what its leader has left behind belongs to it too. */
function killGroup(pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}
