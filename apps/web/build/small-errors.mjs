import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';

const meanings = /[\\/]protocol[\\/]src[\\/]errors[\\/]error-meanings\.ts$/;

/**
 * Leaves the codes of errors, and none of their meanings: the page has words of its own for every code, in every
 * language, and says less of a failure only where nothing but its code is known.
 */
export const smallErrors = {
  name: 'esp-prov-small-errors',
  enforce: 'pre',
  async load(id) {
    if (!meanings.test(id)) return undefined;
    const { code } = await transform(readFileSync(id, 'utf8'), { loader: 'ts' });
    const { errorMeanings } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    return [
      `const codes = ${JSON.stringify(Object.keys(errorMeanings).join(' '))}.split(' ');`,
      'export const errorMeanings = Object.fromEntries(codes.map((code) => [code, code]));',
    ].join('\n');
  },
};
