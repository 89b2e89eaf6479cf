import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

test('the man page is in the form that npm installs: a list of files that are there', () => {
  const { man } = read('apps/cli/package.json');
  expect(man).toEqual(['./man/esp-prov.1']);
  for (const file of man)
    expect(existsSync(fileURLToPath(new URL(`../../apps/cli/${file}`, import.meta.url)))).toBe(true);
});

test('the lock tells the checksum of every package from a registry, and the host of none', () => {
  const packages = Object.entries<Record<string, unknown>>(read('package-lock.json').packages);
  const fetched = packages.filter(([path, { link }]) => path.includes('node_modules/') && !link);
  expect(fetched.length).toBeGreaterThan(100);
  const isSum = (text: unknown) => typeof text === 'string' && /^sha512-[A-Za-z0-9+/]{86}==( |$)/.test(text);
  expect(fetched.filter(([, { integrity }]) => !isSum(integrity)).map(([path]) => path)).toEqual([]);
  expect(fetched.filter(([, { resolved }]) => /^https?:/.test(String(resolved))).map(([path]) => path)).toEqual([]);
});
