import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { costOf } from './support/expression-cost.ts';
import { expressionsOf, findExpressions } from './support/find-expressions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = ['protocol', 'client', 'device', 'nvs'];
const found = findExpressions(root, [...packages.map((name) => `packages/${name}/src`), 'apps/cli/src']);

/** Milliseconds for 100 kB. */
const limitMs = 50;

/** Growth from 25 kB to 100 kB from which on time is not linear, and milliseconds below which it is all chance. */
const [mostGrowth, leastMs] = [9, 25];

/** Expressions that see nothing but text of our own, and so need not be linear. */
const ownTextOnly: ReadonlySet<string> = new Set([
  // Flags of options as commands declare them.
  'apps/cli/src/commands/completion/completion-tree.ts /[<[](.*)[>\\]]/',
]);

function isCheap(expression: RegExp): boolean {
  const { ms, growth } = costOf(expression);
  return ms < limitMs && !(ms > leastMs && growth > mostGrowth);
}

describe('regular expressions', () => {
  test('are found wherever they stand', () => {
    expect(found.length).toBeGreaterThan(60);
    const source =
      "const a = /x+/g; f(b.replace(/y\\/z/, '')); new RegExp('q', 'u'); RegExp(c + 'd'); globalThis.RegExp(e);";
    expect(expressionsOf('x.ts', source).map(({ expression }) => expression?.toString())).toEqual([
      '/x+/g',
      '/y\\/z/',
      '/q/u',
      undefined,
      undefined,
    ]);
  });

  test('are written out, so that it can be said what they cost', () => {
    expect(found.filter(({ expression }) => expression === undefined)).toEqual([]);
  });

  test('take linear time, whatever a stranger sends', () => {
    const names = new Set(found.map(({ path, text }) => `${path} ${text}`));
    const dear = found
      .filter(({ path, text }) => !ownTextOnly.has(`${path} ${text}`))
      .map(({ path, text, expression }) => ({ path, text, ...costOf(expression as RegExp) }))
      .filter(({ ms, growth }) => ms >= limitMs || (ms > leastMs && growth > mostGrowth));
    expect(dear).toEqual([]);
    expect(
      [...ownTextOnly].filter((name) => !names.has(name)),
      'no longer there',
    ).toEqual([]);
  });

  test('would be noticed otherwise', () => {
    const planted = [
      /\0+$/,
      /\s+$/,
      /\s+x/,
      /=+$/,
      /(a+)+$/,
      /^(\w+\s?)*$/,
      /^(\d|\d\d)+$/,
      /\d+\d+!/,
      /[<[](.*)[>\]]/,
      /\$(?:(\w+)|\{([^}]*)\})/g,
      /(0x)?[0-9a-f]+:$/i,
      /\p{L}+\d/u,
      /E \([^)]*\) \w+:/,
      /(?=a+b)c/,
    ];
    expect(planted.filter(isCheap)).toEqual([]);
  });

  test('are not suspected without a reason', () => {
    const linear = [/^\s+/, /\s+/g, /[^"]*/, /^[+-]?\d+$/, /\r\n?/g, /^(#|$)/, /\d{1,3}(\.\d{1,3}){3}$/];
    expect(linear.filter((each) => !isCheap(each))).toEqual([]);
  });
});
