import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { commandFile, Program } from './program.ts';

const python = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

/** What a terminal sends for these keys. */
export const keys = { enter: '\r', up: '\u001b[A', down: '\u001b[B', ctrlC: '\u0003' } as const;

/** Whether terminals can be made here. */
export const hasTerminal: boolean =
  spawnSync('python3', ['-c', 'import os, pty; os.waitstatus_to_exitcode']).status === 0;

/**
 * A program, with its arguments, in a terminal of 100 columns that the test types into; all that it prints is on
 * stdout. Without colours, unless `env` says otherwise.
 */
export function inTerminal(command: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  return new Program(command, {
    launcher: ['python3', '-c', python, 'sh', '-c', 'stty rows 40 cols 100; exec "$0" "$@"'],
    stdin: 'pipe',
    env: { TERM: 'xterm', NO_COLOR: '1', ...env },
  });
}

/** The command in such a terminal. */
export function clientInTerminal(args: readonly string[]): Program {
  return inTerminal([process.execPath, commandFile, ...args]);
}

/** Skips a test aloud where no terminal can be made. */
export function requireTerminal({ skip }: TestContext): void {
  if (hasTerminal) return;
  process.stderr.write('skipped: terminal tests (no python3 with a pty module)\n');
  skip('no python3 with a pty module');
}
