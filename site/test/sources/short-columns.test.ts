import { expect, test } from 'vitest';
import { markShortColumns } from '../../sources/short-columns.mjs';

interface Token {
  readonly type: string;
  readonly children?: readonly { readonly content: string }[];
  attrJoin?: (name: string, value: string) => void;
}

/** The tokens of a table as markdown-it has them, and which of its cells are marked. */
function marked(rows: readonly (readonly string[])[]): readonly string[] {
  const found: string[] = [];
  const cell = (text: string): Token[] => [
    { type: 'td_open', attrJoin: (name, value) => void found.push(`${name} ${value}: ${text}`) },
    { type: 'inline', children: [{ content: text }] },
    { type: 'td_close' },
  ];
  const tokens = [
    { type: 'table_open' },
    ...rows.flatMap((row) => [{ type: 'tr_open' }, ...row.flatMap(cell), { type: 'tr_close' }]),
    { type: 'table_close' },
  ];
  const rules: ((state: { tokens: readonly Token[] }) => void)[] = [];
  markShortColumns({ core: { ruler: { push: (_name, rule) => void rules.push(rule) } } });
  for (const rule of rules) rule({ tokens });
  return found;
}

test('columns of numbers and single words are marked, whole columns only', () => {
  const prose = 'what it means, in a sentence';
  expect(
    marked([
      ['No.', 'Name', 'Meaning'],
      ['1', 'a name of three words', 'nothing'],
      ['2', 'ssid', prose],
    ]),
  ).toEqual(['class short: No.', 'class short: 1', 'class short: 2']);
});
