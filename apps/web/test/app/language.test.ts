import { expect, test } from 'vitest';
import { chooseLanguage, pageLanguages } from '../../src/app/language.ts';
import { pageWords } from '../../src/app/page-words.ts';

test.each([
  [['de-AT', 'en'], 'de'],
  [[null, undefined, 'fr', 'EN-gb', 'de'], 'en'],
  [['fr', 'xx-yy'], 'en'],
  [[], 'en'],
  [['ar-XB'], 'ar-XB'],
])('%j is answered in %s', (wanted, tag) => {
  expect(chooseLanguage(wanted).tag).toBe(tag);
});

test('every language has every word of the page', () => {
  for (const { tag } of pageLanguages) {
    const words = pageWords(tag);
    expect(Object.keys(words)).toEqual(Object.keys(pageWords('en')));
    for (const text of Object.values(words)) expect(text).not.toBe('');
  }
});
