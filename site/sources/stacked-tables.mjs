import { columnsOf, lengthOf, tablesOf } from './table-columns.mjs';

/** Most columns that a phone shows side by side where one of them holds sentences. */
const most = 2;

/** Most characters that the longest words of all columns have together where they stand side by side on a phone. */
const mostInLine = 28;

/** Longest name that a narrow column holds in one line. */
const longestName = 14;

/** Names of constants, to split a text by. */
const longNames = /(\b[A-Z0-9_]+\b)/;

/** What stands in place of the elements' own roles, which they lose as soon as a style makes blocks of them. */
const roles = {
  table_open: 'table',
  thead_open: 'rowgroup',
  tbody_open: 'rowgroup',
  tr_open: 'row',
  th_open: 'columnheader',
  td_open: 'cell',
};

/**
 * Has tables of sentences marked with the class `stacked`, and each of their cells with the name of its column, so that
 * a phone shows every row as a block. Names such as `HANDSHAKE_TIMEOUT` may break after a `_` in any table.
 *
 * @param {{ core: { ruler: { push: (name: string, rule: (state: any) => void) => void } },
 *   renderer: { rules: Record<string, unknown> } }} md markdown-it
 */
export function stackTables(md) {
  md.core.ruler.push('stacked_tables', ({ tokens, Token }) => {
    for (const table of tablesOf(tokens)) {
      const columns = columnsOf(table);
      const isOfSentences = columns.some((cells) => cells.some(({ token }) => token.attrGet('class') !== 'short'));
      if (isOfSentences && (columns.length > most || isWide(columns))) stack(table, columns);
      for (const { inline } of columns.flat()) {
        inline.children = inline.children.flatMap((child) => (child.type === 'text' ? broken(child, Token) : [child]));
      }
    }
  });
  // The rule of VitePress leaves out the attributes of the table.
  md.renderer.rules['table_open'] = (tokens, index, options, _env, self) => {
    tokens[index].attrSet('tabindex', '0');
    return self.renderToken(tokens, index, options);
  };
}

/** Returns whether words that do not break leave no room for the columns beside them. */
function isWide(columns) {
  const longest = columns.map((cells) => Math.max(...cells.flatMap(({ inline }) => wordsOf(inline))));
  return longest.reduce((sum, length) => sum + length, 0) > mostInLine;
}

/** Returns the lengths of the pieces of a cell between which a line may end. */
function wordsOf(inline) {
  return textOf(inline)
    .split(/\s+|(?<=[-/])/)
    .map(({ length }) => length);
}

function stack(table, columns) {
  table[0].attrJoin('class', 'stacked');
  for (const token of table.filter(({ type }) => type in roles)) token.attrSet('role', roles[token.type]);
  for (const [head, ...cells] of columns) {
    const name = textOf(head.inline);
    for (const { token, inline } of cells) {
      if (name !== '' && lengthOf(inline) > 0) token.attrSet('data-label', name);
    }
  }
}

function textOf({ children }) {
  return children.map(({ content }) => content).join('');
}

/** Returns a text as pieces, with places to break in its long names. */
function broken(text, Token) {
  return text.content.split(longNames).flatMap((part) => {
    if (part.length <= longestName || !/^[A-Z0-9]+_[A-Z0-9_]+$/.test(part)) return [made(Token, 'text', part)];
    const [first, ...others] = part.split(/(?<=_)(?=[^_])/);
    return [made(Token, 'text', first), ...others.flatMap((each) => [wbr(Token), made(Token, 'text', each)])];
  });
}

function wbr(Token) {
  return made(Token, 'html_inline', '<wbr>');
}

function made(Token, type, content) {
  return Object.assign(new Token(type, '', 0), { content });
}
