import { describe, expect, test } from 'vitest';
import { completeNavigation, pathsOf } from '../../sources/complete-navigation.mjs';

const sections = [
  {
    text: 'Reference',
    folder: 'reference',
    items: [
      { text: 'JSON', path: 'reference/json' },
      { text: 'Commands', items: [{ made: 'commands' }] },
    ],
  },
];
const commands = [{ text: 'scan', path: 'reference/commands/scan' }];

describe('completeNavigation', () => {
  test('puts the items of made pages into their places', () => {
    const completed = completeNavigation(sections, new Map([['commands', commands]]));
    expect(completed[0]?.items?.[1]).toEqual({ text: 'Commands', items: commands });
    expect(pathsOf(completed)).toEqual(['reference/json', 'reference/commands/scan']);
  });

  test('leaves out what was not made', () => {
    expect(pathsOf(completeNavigation(sections, new Map()))).toEqual(['reference/json']);
  });
});
