/** Most characters of a cell that stands in one line on a phone beside others. */
const most = 14;

/**
 * Has the cells of narrow columns marked with the class `short`, so that only columns of prose take the room for it.
 *
 * @param {{ core: { ruler: { push: (name: string, rule: (state: any) => void) => void } } }} md markdown-it
 */
export function markShortColumns(md) {
  md.core.ruler.push('short_columns', ({ tokens }) => {
    tokens.forEach(({ type }, index) => {
      if (type === 'table_open') markColumns(tokens.slice(index, tokens.indexOf(closeOf(tokens, index))));
    });
  });
}

function closeOf(tokens, from) {
  return tokens.find(({ type }, index) => index > from && type === 'table_close');
}

/** @param {readonly any[]} tokens those of one table */
function markColumns(tokens) {
  const columns = [];
  let column = 0;
  tokens.forEach((token, index) => {
    if (token.type === 'tr_open') column = 0;
    if (token.type !== 'th_open' && token.type !== 'td_open') return;
    columns[column] = [...(columns[column] ?? []), { token, length: lengthOf(tokens[index + 1]) }];
    column += 1;
  });
  for (const cells of columns.filter((each) => each.every(({ length }) => length <= most))) {
    for (const { token } of cells) token.attrJoin('class', 'short');
  }
}

/** Returns the length of what is read of a cell; where a link leads is not. */
function lengthOf(inline) {
  return (inline.children ?? []).reduce((sum, { content }) => sum + content.length, 0);
}
