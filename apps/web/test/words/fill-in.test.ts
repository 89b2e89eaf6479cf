import { expect, test } from 'vitest';
import { fillIn, pieces } from '../../src/words/fill-in.ts';

test('a text is split at what is filled in', () => {
  expect(pieces('Joining {network} now')).toEqual([{ text: 'Joining ' }, { slot: 'network' }, { text: ' now' }]);
  expect(pieces('{a}{b}')).toEqual([{ slot: 'a' }, { slot: 'b' }]);
});

test('a name in plain text is isolated, and a number is not', () => {
  expect(fillIn('Joining {network}', { network: 'שלום' })).toBe('Joining \u2068שלום\u2069');
  expect(fillIn('{n} s', { n: 14 })).toBe('14 s');
});

test('what looks like a place in a filled-in name stays as it is', () => {
  expect(fillIn('{network}', { network: '{device}', device: 'no' })).toBe('\u2068{device}\u2069');
});
