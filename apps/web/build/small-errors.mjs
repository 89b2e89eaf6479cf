import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';

const table = /[\\/]protocol[\\/]src[\\/]errors[\\/]error-table\.ts$/;

/**
 * Leaves the next steps out of the table of errors: the page has words of its own for them, in every language. What an
 * error means stays, as it stands in the details that a person copies.
 */
export const smallErrors = {
  name: 'esp-prov-small-errors',
  enforce: 'pre',
  async load(id) {
    if (!table.test(id)) return undefined;
    const { code } = await transform(readFileSync(id, 'utf8'), { loader: 'ts' });
    const { errorTable } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const lines = Object.entries(errorTable).map(([name, { meaning, exit }]) => JSON.stringify([name, meaning, exit]));
    return [
      `export const errorTable = Object.fromEntries([${lines.join(',')}]`,
      ".map(([code, meaning, exit]) => [code, { meaning, remedy: '', exit }]));",
    ].join('');
  },
};
