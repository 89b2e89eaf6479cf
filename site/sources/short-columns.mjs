import { columnsOf, lengthOf, tablesOf } from './table-columns.mjs';

/** Most characters of a cell that stands in one line on a phone beside others. */
const most = 14;

/**
 * Has the cells of narrow columns marked with the class `short`, so that only columns of prose take the room for it.
 *
 * @param {{ core: { ruler: { push: (name: string, rule: (state: any) => void) => void } } }} md markdown-it
 */
export function markShortColumns(md) {
  md.core.ruler.push('short_columns', ({ tokens }) => {
    for (const cells of tablesOf(tokens).flatMap(columnsOf)) {
      if (!cells.every(({ inline }) => lengthOf(inline) <= most)) continue;
      for (const { token } of cells) token.attrJoin('class', 'short');
    }
  });
}
