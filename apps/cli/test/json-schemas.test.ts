import { describe, expect, test } from 'vitest';
import { allCommands, complaints, schemaName, schemaNames } from './support/json-schema.ts';

const commands = allCommands().map(({ words, command }) => ({ name: schemaName(words), command }));

describe('every command', () => {
  test.each(commands)('$name has --json and a schema for it', ({ name, command }) => {
    const hasJson = command.options.some(({ long }) => long === '--json');
    expect({ name, hasJson, hasSchema: schemaNames.includes(name) }).toEqual({
      name,
      hasJson: true,
      hasSchema: true,
    });
  });

  test('with a schema is one that there is', () => {
    const names = commands.map(({ name }) => name);
    expect(schemaNames.filter((name) => name !== 'common' && !names.includes(name))).toEqual([]);
  });
});

describe('output is refused', () => {
  const info = { result: 'errors', errors: [] };
  const refused = (...lines: object[]) =>
    complaints(['errors', '--json'], lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { whole: true });

  test('with members that are not documented, of wrong types, or missing', () => {
    expect(refused(info)).toEqual([]);
    expect(refused({ ...info, more: 1 }).join()).toContain('additional');
    expect(refused({ ...info, errors: 'none' }).join()).toContain('must be array');
    expect(refused({ result: 'errors' }).join()).toContain("required property 'errors'");
    expect(refused({ result: 'unheard-of' })).toHaveLength(1);
  });

  test('without a result as its last line, and only there', () => {
    expect(refused()).toEqual(['nothing was printed']);
    expect(refused(info, info)).toHaveLength(1);
    expect(complaints(['device'], '{"event":"already-provisioned"}\n', { whole: true })).toHaveLength(1);
    expect(complaints(['device'], '{"event":"already-provisioned"}\n{"ev', { whole: false })).toEqual([]);
  });

  test('of a command without a schema', () => {
    expect(complaints(['flash', '--json'], '', { whole: true })).toEqual(['flash has no schema']);
  });
});
