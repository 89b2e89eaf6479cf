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

test('Node loads no cipher, hash or curve of noble, which takes longer than the start of a session', () => {
  expect(new Set(modulesOf('node.ts'))).toEqual(new Set(['node:crypto', '@noble/curves/abstract/modular.js']));
});
