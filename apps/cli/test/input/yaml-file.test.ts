import { writeFileSync } from 'node:fs';
import { failureOf } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { readYamlFile } from '../../src/input/yaml-file.ts';
import { Scratch } from '../support/scratch.ts';

async function read(text: string): Promise<unknown> {
  using scratch = new Scratch();
  const file = scratch.path('lamp.yaml');
  writeFileSync(file, text);
  return await readYamlFile(file, 'endpoint/invalid-answers');
}

/** Returns why a text is refused. */
async function refused(text: string): Promise<string> {
  const { code, message } = await failureOf(read(text));
  expect(code).toBe('endpoint/invalid-answers');
  return message;
}

test('YAML and JSON are read, whole numbers with all their digits', async () => {
  expect(await read('a: text\nb: [1, 2.5, true, null, yes]\nc: 12345678901234567890\n')).toEqual({
    a: 'text',
    b: [1n, 2.5, true, null, 'yes'],
    c: 12345678901234567890n,
  });
  expect(await read('{"a": {"b": ["c"]}}')).toEqual({ a: { b: ['c'] } });
  expect(await read('')).toBeNull();
});

test('a key named __proto__ is a key like any other', async () => {
  const value = (await read('__proto__: {polluted: yes}\nconstructor: x\n')) as object;
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefghij', (name, i) => {
  const before = 'abcdefghij'[i];
  return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]\n`;
}).join('')}`;

test.each<[string, string, string]>([
  ['a bomb of aliases', bomb, 'has an anchor or alias'],
  ['an alias of itself', 'a: &a [*a]\n', 'has an anchor or alias'],
  ['a key that is there twice', 'a: 1\nb: {c: 1, "c": 2}\n', 'has a key twice in one place'],
  ['a key that is a list', '? [1, 2]\n: x\n', 'has a key that is no text'],
  ['what is not YAML', 'a: [1, 2\nb: }\n', 'is not YAML in line'],
  ['a tag', 'a: !!js/function "x"\n', 'has a tag or directive'],
  ['tags in a row', '!a '.repeat(20_000), 'has a tag or directive'],
  ['two documents', 'a: 1\n---\nb: 2\n', 'is not YAML'],
  ['lists without an end', '['.repeat(60_000), 'nests its values'],
  ['lists that are closed within quotes', '["]", '.repeat(10_000), 'nests its values'],
  ['maps without an end', '{a: '.repeat(15_000), 'nests its values'],
  ['blocks without an end', '- '.repeat(30_000), 'nests its values'],
  ['keys of keys', '? '.repeat(30_000), 'nests its values'],
  ['maps in one line', 'a: '.repeat(20_000), 'nests its values'],
  ['pairs between brackets', `[${'a:\n'.repeat(20_000)}`, 'nests its values'],
  ['keys of keys between brackets', `[${'?\n'.repeat(30_000)}`, 'nests its values'],
  ['stairs', Array.from({ length: 350 }, (_, i) => `${' '.repeat(i)}-\n`).join(''), 'nests its values'],
])('%s is refused', async (_, text, why) => {
  expect(await refused(text)).toContain(why);
});

test('nothing of a file that is refused is told', async () => {
  expect(await refused('pop: "secret-of-the-lamp\nb: }\n')).not.toContain('secret');
});

test('many keys and many quotes are read in no time or refused', async () => {
  const keys = Array.from({ length: 7000 }, (_, i) => `k${i}: \n`).join('');
  expect(Object.keys((await read(keys)) as object)).toHaveLength(7000);
  await expect(read(`a: ${'"'.repeat(60_000)}`)).rejects.toThrow();
});

test('a file of more than 64 KiB is refused', async () => {
  await expect(read(`a: ${'x'.repeat(64 * 1024)}`)).rejects.toMatchObject({ code: 'host/file-unusable' });
});
