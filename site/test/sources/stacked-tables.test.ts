import { expect, test } from 'vitest';
import { markShortColumns } from '../../sources/short-columns.mjs';
import { stackTables } from '../../sources/stacked-tables.mjs';

/** What of a token of markdown-it the rules use. */
class Token {
  readonly type: string;
  content = '';
  children: Token[] = [];
  readonly attrs: Record<string, string> = {};

  constructor(type: string) {
    this.type = type;
  }

  attrGet(name: string): string | undefined {
    return this.attrs[name];
  }

  attrSet(name: string, value: string): void {
    this.attrs[name] = value;
  }

  attrJoin(name: string, value: string): void {
    this.attrs[name] = [this.attrs[name] ?? [], value].flat().join(' ');
  }
}

type Rule = (state: { tokens: Token[]; Token: typeof Token }) => void;

/** The tokens of a table after both rules. */
function tableOf([head = [], ...rows]: readonly (readonly string[])[]): Token[] {
  const cell = (kind: string, text: string): Token[] => {
    const inline = new Token('inline');
    inline.children = [Object.assign(new Token('text'), { content: text })];
    return [new Token(`${kind}_open`), inline, new Token(`${kind}_close`)];
  };
  const row = (kind: string, texts: readonly string[]): Token[] => [
    new Token('tr_open'),
    ...texts.flatMap((text) => cell(kind, text)),
    new Token('tr_close'),
  ];
  const tokens = [
    new Token('table_open'),
    ...row('th', head),
    ...rows.flatMap((texts) => row('td', texts)),
    new Token('table_close'),
  ];
  const rules: Rule[] = [];
  const md = {
    core: { ruler: { push: (_name: string, rule: Rule) => void rules.push(rule) } },
    renderer: { rules: {} },
  };
  markShortColumns(md);
  stackTables(md);
  for (const rule of rules) rule({ tokens, Token });
  return tokens;
}

const attrsOf = (tokens: readonly Token[], type: string): readonly object[] =>
  tokens.filter((token) => token.type === type).map(({ attrs }) => attrs);

const prose = 'what it means, in a sentence';

test('a phone shows a table of sentences row by row, each cell with the name of its column', () => {
  const tokens = tableOf([
    ['No.', '', 'Meaning'],
    ['1', 'a name of three words', prose],
    ['2', 'ssid', ''],
  ]);
  expect(attrsOf(tokens, 'table_open')).toEqual([{ class: 'stacked', role: 'table' }]);
  expect(attrsOf(tokens, 'th_open')).toMatchObject([{ role: 'columnheader' }, {}, {}]);
  expect(attrsOf(tokens, 'td_open')).toEqual([
    { class: 'short', role: 'cell', 'data-label': 'No.' },
    { role: 'cell' },
    { role: 'cell', 'data-label': 'Meaning' },
    { class: 'short', role: 'cell', 'data-label': 'No.' },
    { role: 'cell' },
    { role: 'cell' },
  ]);
});

test('a table of two columns stays a table, and so does one of numbers', () => {
  const two = tableOf([
    ['Name', 'Meaning'],
    ['ssid', prose],
  ]);
  const numbers = tableOf([
    ['a', 'b', 'c'],
    ['1', '2', '3'],
  ]);
  expect([...attrsOf(two, 'table_open'), ...attrsOf(numbers, 'table_open')]).toEqual([{}, {}]);
});

test('a table of two columns is stacked where a long word leaves no room', () => {
  const tokens = tableOf([
    ['Do this', 'Because'],
    ['CONFIG_ESP_PROTOCOMM_SUPPORT_SECURITY=n', prose],
  ]);
  expect(attrsOf(tokens, 'table_open')).toEqual([{ class: 'stacked', role: 'table' }]);
});

test('a long name of a cell may break after each of its underscores, a short one and other words may not', () => {
  const textOf = (text: string): string =>
    tableOf([['Name'], [text]])
      .filter(({ type }) => type === 'inline')
      .at(-1)
      ?.children.map(({ content }) => content)
      .join('') ?? '';
  expect(textOf('or 4WAY_HANDSHAKE_TIMEOUT, too')).toBe('or 4WAY_<wbr>HANDSHAKE_<wbr>TIMEOUT, too');
  expect(textOf('AUTH_EXPIRE, esp_prov_of_a_long_name <b>')).toBe('AUTH_EXPIRE, esp_prov_of_a_long_name <b>');
});
