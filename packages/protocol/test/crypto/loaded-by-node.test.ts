import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

const source = new URL('../../src/crypto/', import.meta.url);

/** Modules outside of the package that a file loads, by itself or by the files that it imports. */
function modulesOf(file: string): string[] {
  const text = readFileSync(new URL(file, source), 'utf8');
  // What is imported as a type only is gone after the build.
  const lines = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm)].map(([, name = '']) => name);
  return lines.flatMap((name) => (name.startsWith('.') ? modulesOf(posix.join(posix.dirname(file), name)) : [name]));
}

test('Node loads nothing of noble, which takes longer than the start of a session', () => {
  const files = ['node.ts', 'node-curve.ts', 'node-power.ts'];
  expect(new Set(files.flatMap(modulesOf))).toEqual(new Set(['node:crypto']));
});
