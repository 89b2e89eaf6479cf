import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

const hasSocat = spawnSync('socat', ['-V']).status === 0;

/** Skips a test aloud where no pseudo-terminal can be made. */
export function requireSocat({ skip }: TestContext): void {
  if (hasSocat) return;
  process.stderr.write('skipped: tests over pseudo-terminals (no socat)\n');
  skip('no socat');
}
