import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

const source = new URL('../src/', import.meta.url);

/** Packages that a file of the command loads before it runs, by itself or by the files that it imports. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(new URL(file, source), 'utf8');
  // What is imported as a type only is gone after the build.
  const found = [...text.matchAll(/^import (?!type )[^;]*?from '([^']+)';/gm)].map(([, specifier = '']) => specifier);
  const own = found.filter((specifier) => !specifier.startsWith('.'));
  const files = found.filter((specifier) => specifier.startsWith('.'));
  return [...own, ...files.flatMap((path) => packagesOf(posix.join(posix.dirname(file), path), seen))];
}

describe('loading takes most of the time of a short run, so', () => {
  test('help and version load the parser of options and nothing else', () => {
    expect(new Set(packagesOf('main.ts'))).toEqual(new Set(['node:fs', 'commander']));
  });

  test.each(['info', 'scan', 'provision'])('%s loads nothing of the device', (action) => {
    const packages = packagesOf(`commands/${action}/${action}.ts`);
    expect(packages).toContain('@esp-prov/client');
    expect(packages.join(' ')).not.toMatch(/virtual|device|clack|qr|png|jpeg/);
  });

  test('the device loads nothing of the client', () => {
    const packages = packagesOf('commands/device/run-device.ts');
    expect(packages).toContain('@esp-prov/virtual');
    expect(packages.join(' ')).not.toMatch(/client|clack/);
  });
});
