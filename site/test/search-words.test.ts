import { expect, test } from 'vitest';
import { searchWords, wordsOfQuestions } from '../search-words.mjs';
import { gatherPages } from '../sources/lay-out.mjs';

const { pages } = await gatherPages({ withApi: false });

test('words that people type lead to pages that are there', () => {
  const paths = new Set(pages.map(({ path }) => path.replace(/\.md$/, '')));
  expect(Object.keys(searchWords).filter((path) => !paths.has(path))).toEqual([]);
});

test('words that people type are words of the index, and none of a question', () => {
  for (const word of Object.values(searchWords).flatMap((words) => words.split(' '))) {
    expect(word).toMatch(/^[a-z0-9_]+$/);
    expect(wordsOfQuestions).not.toContain(word);
  }
});
