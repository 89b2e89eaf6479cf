import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../src/program.ts';

const everything = buildProgram();
const names = everything.commands.map((command) => command.name());
const namesFor = (...args: string[]) => buildProgram(args).commands.map((command) => command.name());

describe('The program that is built for some arguments', () => {
  test.each(names.filter((name) => name !== 'completion'))('declares %s, alone and as among all others', (name) => {
    const [alone, ...others] = buildProgram([name, '--json']).commands.filter((command) => command.name() === name);
    expect(others).toEqual([]);
    expect(namesFor(name).length).toBeLessThan(3);
    const among = everything.commands.find((command) => command.name() === name);
    expect(alone?.options.map(({ flags }) => flags)).toEqual(among?.options.map(({ flags }) => flags));
    expect(namesFor(name, '--help')).toEqual(names);
  });

  test.each([[['--service_name', 'x', '--pop', 'y']], [['--version']], [[]], [['--no-such-option']]])(
    'of %j provisions',
    (args) => expect(namesFor(...args)).toEqual(['provision']),
  );

  test.each([
    [['--help']],
    [['-h']],
    [['--pop', 'x', '--help']],
    [['help', 'scan']],
    [['completion', 'bash']],
    [['sacn']],
  ])('of %j knows all commands', (args) => expect(namesFor(...args)).toEqual(names));
});

describe('Every command', () => {
  const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

  test('has its row in the README', () => {
    const rows = text('../README.md').matchAll(/^\| `esp-prov(?:` `\[| )(\w+)/gm);
    expect([...new Set([...rows].map(([, name]) => name))].toSorted()).toEqual(names.toSorted());
  });

  test('is also started in a process of its own', () => {
    const tests = text('./own-process.test.ts');
    expect(names.filter((name) => !tests.includes(`'${name}'`))).toEqual([]);
  });
});
