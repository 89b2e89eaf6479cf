import { expect, test } from 'vitest';
import { isVersion } from '../../scripts/release/is-version.mjs';
import { readScriptArguments } from '../../scripts/script-arguments.mjs';

const options = { check: { type: 'boolean' }, out: { type: 'string' } } as const;
const example = 'npm run map -- --check';

test('Options and words of a script are read', () => {
  const read = readScriptArguments(['--check', 'a', '--out', 'x', 'b'], { options, names: 'names', example });
  expect({ ...read.values, words: read.positionals }).toEqual({ check: true, out: 'x', words: ['a', 'b'] });
  expect(readScriptArguments(['--out=x=y'], { options, example }).values).toEqual({ out: 'x=y' });
});

test.each([
  [['--chek'], '--chek'],
  [['-c'], '-c'],
  [['word'], 'word'],
  [['--check=yes'], '--check=yes'],
  [['--out'], '--out'],
  [['--out', '--check'], '--out'],
  [['--out='], '--out='],
  [['--out', ''], '--out'],
  [['\u001b[2J'], '\\u001b[2J'],
])('%j is refused with what was expected', (args, given) => {
  expect(() => readScriptArguments(args, { options, example })).toThrow(
    `${given}: Expected --check, --out VALUE, for example ${example}`,
  );
});

test('A script without arguments takes none', () => {
  expect(() => readScriptArguments(['x'], { example: 'npm run api:keep' })).toThrow(
    'x: Expected no arguments, for example npm run api:keep',
  );
});

test('A version is one that npm takes', () => {
  expect(['0.2.0', '1.0.0-rc.1', '10.20.30-beta'].filter(isVersion)).toEqual(['0.2.0', '1.0.0-rc.1', '10.20.30-beta']);
  expect(
    ['', '1', 'v1.0.0', '01.0.0', '1.0.0-01', '1.0.0 ', '1.0.0+b', '1.0.0-', `1.0.${'9'.repeat(50)}`].filter(isVersion),
  ).toEqual([]);
});
