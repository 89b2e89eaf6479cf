import { describe, expect, test } from 'vitest';
import { divideExports, listOfNames } from '../../../pages/api/divide-exports.mjs';

const filling = 'Fills. '.repeat(8000);

const body = [
  '## Functions',
  '',
  '### move() {#api-move}',
  '',
  '> **move**(`way`): `number`',
  '',
  'Moves [a thing](#api-thing), v1.2 of',
  'it. And more.',
  '',
  '```js',
  '## no heading',
  '```',
  '',
  '### rest() {#api-rest}',
  '',
  '> **rest**(): `void`',
  '',
  '## Interfaces',
  '',
  '### Thing {#api-thing}',
  '',
  filling,
  '',
  '#### way {#api-way}',
  '',
  '## References',
  '',
  '### other {#api-other}',
].join('\n');

describe('What an entry point exports', () => {
  test('stays together where it is short', () => {
    expect(divideExports('## Functions\n\n### move() {#api-move}')).toEqual({
      kept: '## Functions\n\n### move() {#api-move}',
      kinds: [],
    });
  });

  test('is divided into its kinds where it is long, and what has no kind stays', () => {
    const { kept, kinds } = divideExports(body);
    expect(kept).toBe('## References\n\n### other {#api-other}');
    expect(kinds.map(({ heading, word }) => [heading, word])).toEqual([
      ['Functions', 'functions'],
      ['Interfaces', 'interfaces'],
    ]);
    expect(kinds[0]?.names).toEqual([
      { name: 'move()', anchor: 'api-move', gist: 'Moves [a thing](#api-thing), v1.2 of it.' },
      { name: 'rest()', anchor: 'api-rest', gist: '' },
    ]);
    const headings = kinds.map(({ text }) => text.split('\n').filter((line) => line.startsWith('#')));
    expect(headings).toEqual([
      ['## move() {#api-move}', '## no heading', '## rest() {#api-rest}'],
      ['## Thing {#api-thing}', '### way {#api-way}'],
    ]);
  });

  test('is listed by name, with the place where each name stood', () => {
    const [functions] = divideExports(body).kinds;
    if (functions === undefined) throw new Error('Expected a kind');
    expect(listOfNames(functions, 'thing/functions.md').split('\n')).toEqual([
      '## Functions',
      '',
      '- [move()](thing/functions.md#api-move): Moves [a thing](#api-thing), v1.2 of it. {#api-move}',
      '- [rest()](thing/functions.md#api-rest) {#api-rest}',
    ]);
  });
});
