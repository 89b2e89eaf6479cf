import { describe, expect, test } from 'vitest';
import { forgiving } from '../.vitepress/theme/forgiving-search.mjs';
import { gistOfQuery } from '../.vitepress/theme/gist-of-query.mjs';

/** A search over pages of plain words, which combines as MiniSearch does. */
class PlainSearch {
  pages = ['a button', 'a label'];

  search(query: string, { combineWith = 'AND' } = {}): string[] {
    const words = query.split(' ');
    return this.pages.filter((page) => {
      const holds = (word: string): boolean => page.includes(word);
      return combineWith === 'OR' ? words.some(holds) : words.every(holds);
    });
  }
}

describe('The search', () => {
  test.each([
    ['button', ['a button']],
    ['embed button', ['a button']],
    ['button label', ['a button', 'a label']],
    ['mqtt', []],
  ])('finds pages with all words, and else those with some: %j', (query, pages) => {
    expect(forgiving(new PlainSearch()).search(query)).toEqual(pages);
  });

  test.each([
    ['How do I provision over USB?', 'provision usb'],
    ['wifi password', 'wi-fi password'],
    ['wifi/auth-error', 'wifi/auth-error'],
    ['wifi_prov_mgr', 'wifi_prov_mgr'],
    ['how to', 'how to'],
    [' ', ''],
  ])('looks for what a question is about: %j', (query, gist) => {
    expect(gistOfQuery(query)).toBe(gist);
  });
});
