import { describe, expect, test } from 'vitest';
import { nearest, suggestion } from '../../src/options/nearest.ts';

describe('names that a mistyped word may stand for', () => {
  const names = ['provision', 'scan', 'send', 'erase-region', 'erase-flash', 'table', 'ssid', 'ssid-hex'];

  test.each([
    ['provison', ['provision']],
    ['Provision', ['provision']],
    ['scna', ['scan']],
    ['erase', ['erase-region', 'erase-flash']],
    ['erse', ['erase-region', 'erase-flash']],
    ['erase_regoin', ['erase-region']],
    ['ssid', ['ssid']],
    ['sid', ['ssid']],
    ['s', []],
    ['hunter2', []],
    ['', []],
  ])('of “%s” are %j', (word, expected) => {
    expect(nearest(word, names)).toEqual(expected);
  });

  test('are never looked for where a word is longer than any name', () => {
    expect(nearest('provision'.repeat(100_000), names)).toEqual([]);
  });

  test('are at most three', () => {
    expect(nearest('tabel', ['table', 'tablf', 'tablg', 'tabeh'])).toHaveLength(2);
    expect(nearest('te', ['tea', 'teb', 'tec', 'ted'])).toEqual(['tea', 'teb', 'tec']);
  });
});

test('a suggestion reads as a question', () => {
  expect(suggestion([])).toBe('');
  expect(suggestion(['scan'])).toBe(' (Did you mean scan?)');
  expect(suggestion(['scan', 'send', 'info'])).toBe(' (Did you mean scan, send or info?)');
});
