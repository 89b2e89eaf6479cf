import { expect, test } from 'vitest';
import { sentence } from '../../src/parts/sentence.ts';

test('a message gets its capital and its full stop', () => {
  expect(sentence('the link was lost')).toBe('The link was lost.');
  expect(sentence('Done.')).toBe('Done.');
  expect(sentence('“auth error” covers more')).toBe('“auth error” covers more.');
  expect(sentence('éa')).toBe('Éa.');
});
