import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';

const table = /[\\/]protocol[\\/]src[\\/]errors[\\/]error-table\.ts$/;

/**
 * Leaves the codes of the table of errors, and none of its texts: the page has words of its own for every code, in every
 * language, and says less of a failure only where nothing but its code is known.
 */
export const smallErrors = {
  name: 'esp-prov-small-errors',
  enforce: 'pre',
  async load(id) {
    if (!table.test(id)) return undefined;
    const { code } = await transform(readFileSync(id, 'utf8'), { loader: 'ts' });
    const { errorTable } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    return [
      `const codes = ${JSON.stringify(Object.keys(errorTable).join(' '))}.split(' ');`,
      "export const errorTable = Object.fromEntries(codes.map((code) => [code, { meaning: code, remedy: '', exit: 'usage' }]));",
    ].join('\n');
  },
};
