// The tables of a page among the tokens of markdown-it.

/** Returns the tables of a page, each as its tokens. */
export function tablesOf(tokens) {
  return tokens.flatMap(({ type }, from) => {
    if (type !== 'table_open') return [];
    const length = tokens.slice(from).findIndex((token) => token.type === 'table_close');
    return [tokens.slice(from, from + length)];
  });
}

/**
 * Returns the columns of a table, each as its cells from the head down.
 *
 * @param {readonly any[]} table tokens of one table
 * @returns {{ token: any, inline: any }[][]}
 */
export function columnsOf(table) {
  const columns = [];
  let column = 0;
  table.forEach((token, index) => {
    if (token.type === 'tr_open') column = 0;
    if (token.type !== 'th_open' && token.type !== 'td_open') return;
    columns[column] = [...(columns[column] ?? []), { token, inline: table[index + 1] }];
    column += 1;
  });
  return columns;
}

/** Returns the length of what is read of a cell; where a link leads is not. */
export function lengthOf(inline) {
  return (inline.children ?? []).reduce((sum, { content }) => sum + content.length, 0);
}
