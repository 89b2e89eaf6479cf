import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { commandFile, Program } from './program.ts';

const python = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
/** Whether this machine can make a terminal for a test. */
export const hasTerminal: boolean =
  spawnSync('python3', ['-c', 'import os, pty; os.waitstatus_to_exitcode']).status === 0;
/** What a terminal sends for these keys. */
export const keys = { enter: '\r', up: '\u001b[A', down: '\u001b[B', ctrlC: '\u0003' } as const;

/** The command in a terminal of 100 columns that the test types into. */
export function inTerminal(args: readonly string[]): Program {
  const shell = ['sh', '-c', 'stty rows 40 cols 100; exec "$0" "$@"', process.execPath, commandFile];
  return new Program(args, {
    launcher: ['python3', '-c', python, ...shell],
    stdin: 'pipe',
    env: { TERM: 'xterm', NO_COLOR: '1' },
  });
}

/** Skips a test aloud where there is none. */
export function requireTerminal({ skip }: TestContext): void {
  if (hasTerminal) return;
  process.stderr.write('skipped: terminal tests (no python3 with a pty module)\n');
  skip('no python3 with a pty module');
}
