import { expect, test } from 'vitest';
import { gistOfQuery } from '../.vitepress/theme/gist-of-query.mjs';
import { searchWords } from '../search-words.mjs';
import { gatherPages } from '../sources/lay-out.mjs';

const { pages } = await gatherPages({ withApi: false });

test('words that people type lead to pages that are there', () => {
  const paths = new Set(pages.map(({ path }) => path.replace(/\.md$/, '')));
  expect(Object.keys(searchWords).filter((path) => !paths.has(path))).toEqual([]);
});

test('words that people type are words of the index, and what remains of a query', () => {
  for (const word of Object.values(searchWords).flatMap((words) => words.split(' '))) {
    expect(word).toMatch(/^[a-z0-9_]+$/);
    expect(gistOfQuery(`${word} xyz`)).toBe(`${word} xyz`);
  }
});
