import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importTable } from '../../scripts/import-table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}/docs/how-it-works/architecture.md`, 'utf8');

/** Places of the repository for which a text may stand: itself, or a file in the sources of a package or an application. */
function placesOf(path: string): string[] {
  const inSources = path.replace('/', '/src/');
  return [path, `packages/${path}`, `packages/${inSources}`, `apps/${inSources}`].map((place) => `${root}/${place}`);
}

/** Paths that a text names in code: with an ending, or with a slash at their end. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`((?:[\w.-]+\/)+(?:[\w-]+(?:\.[\w-]+)*\.(?:ts|mjs))?)`/g)].map(([, path = '']) => path);
}

function missing(text: string): string[] {
  return pathsIn(text).filter((path) => !placesOf(path).some((place) => existsSync(place)));
}

/** What the page says a package imports: its row of the block under “Packages and their borders”. */
function rowOf(name: string): string[] {
  for (const [, names = '', imports = ''] of page.matchAll(/^([\w/, -]+?) +-> ([\w, -]+?)(?: +\(.*\))?$/gm)) {
    if (names.split(', ').includes(name)) return imports === 'nothing of ours' ? [] : imports.split(', ').sort();
  }
  throw new Error(`The page has no row for ${name}`);
}

describe('The page of the architecture', () => {
  test('names files and folders that are there', () => {
    expect(pathsIn(page).length).toBeGreaterThan(15);
    expect(missing(page)).toEqual([]);
    expect(missing('`virtual/node/no-such-file.ts`, `no-such-folder/`, `a/b`')).toEqual([
      'virtual/node/no-such-file.ts',
      'no-such-folder/',
    ]);
  });

  test('has the borders of the import table', () => {
    const rows = Object.entries(importTable).map(([path, { may, only = {} }]) => {
      const name = path.startsWith('packages/') ? path.slice('packages/'.length) : path;
      return [name, may.filter((sibling) => !(sibling in only)).sort()] as const;
    });
    expect(Object.fromEntries(rows.map(([name]) => [name, rowOf(name)]))).toEqual(Object.fromEntries(rows));
  });
});
