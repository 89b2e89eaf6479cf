import { spawn } from 'node:child_process';
import type { Started, Streams } from './started.ts';

/** How a process is started. */
export interface OwnProcessOptions {
  readonly stdin: 'ignore' | 'pipe';
  readonly env: NodeJS.ProcessEnv;
  /** Whether it starts a group of processes, so that what it has started ends with it. */
  readonly group: boolean;
}

/** Starts a program in a process of its own. */
export function startProcess(
  [program, ...args]: readonly string[],
  { stdin, env, group }: OwnProcessOptions,
  streams: Streams,
): Started {
  const child = spawn(program as string, args, { detached: group, stdio: [stdin, 'pipe', 'pipe'], env });
  child.stdout?.setEncoding('utf8').on('data', streams.stdout);
  child.stderr?.setEncoding('utf8').on('data', streams.stderr);
  return {
    pid: child.pid,
    stdin: child.stdin,
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? signal));
    }),
    kill(signal) {
      if (!group || child.pid === undefined || signal !== 'SIGKILL') return void child.kill(signal);
      try {
        process.kill(-child.pid, signal);
      } catch {
        // The whole group has ended already.
      }
    },
  };
}
