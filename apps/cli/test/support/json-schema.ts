import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Command } from 'commander';
import { buildProgram } from '../../src/program.ts';

const folder = new URL('../../schema/', import.meta.url);
const ending = '.schema.json';

/** Names of the schema files, without their ending. */
export const schemaNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length));

/** Name of the schema of a command, from the words behind `esp-prov`. */
export function schemaName(words: readonly string[]): string {
  return words.join('-');
}

/** Words of every command that does something by itself. */
export function allCommands(
  program: Command = buildProgram(),
): { readonly words: string[]; readonly command: Command }[] {
  return program.commands.flatMap((command) => {
    const below = allCommands(command).map((each) => ({ ...each, words: [command.name(), ...each.words] }));
    const isGroup = below.length > 0 && command.options.length === 0;
    return isGroup ? below : [{ words: [command.name()], command }, ...below];
  });
}

/** What is wrong with the lines that a run with `--json` printed; `whole`: whether it came to its end by itself. */
export function complaints(args: readonly string[], stdout: string, { whole }: { readonly whole: boolean }): string[] {
  const name = schemaName(wordsOf(args));
  const validate = validators.get(name);
  if (!validate) return [`${name} has no schema`];
  const lines = stdout.split('\n').slice(0, -1);
  const found = lines.flatMap((line, i) => {
    const value: Record<string, unknown> = JSON.parse(line);
    const isLast = i === lines.length - 1;
    if ('result' in value ? !isLast : isLast && whole) return [`${line}: the last line is the result`];
    if (validate(value)) return [];
    const reasons = ofOne(validate).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    return [`${line}: ${reasons.join('; ')}`];
  });
  return whole && lines.length === 0 ? ['nothing was printed'] : found;
}

/** Complaints of the alternative that is meant, and not of all the others. */
function ofOne({ errors }: ValidateFunction): NonNullable<ValidateFunction['errors']> {
  const all = errors ?? [];
  const others = all.filter(
    ({ keyword, schemaPath }) => keyword === 'const' && /(event|result)\/const$/.test(schemaPath),
  );
  const strange = new Set(others.map(({ schemaPath }) => schemaPath.split('/properties/')[0]));
  const meant = all.filter(
    ({ schemaPath }) => ![...strange].some((path) => path !== undefined && schemaPath.startsWith(path)),
  );
  return meant.length > 1 ? meant.filter(({ keyword }) => keyword !== 'oneOf') : all.slice(0, 3);
}

/** The words of the command that some arguments ask for. */
function wordsOf(args: readonly string[]): string[] {
  const words: string[] = [];
  let commands = buildProgram().commands;
  for (const arg of args) {
    const found = commands.find((command) => command.name() === arg);
    if (!found) break;
    words.push(arg);
    commands = found.commands;
  }
  return words.length === 0 ? ['provision'] : words;
}

/** Schemas allow what later releases add; the tests allow nothing that is not written down. */
function strictly(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strictly);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strictly(value)]));
  return 'properties' in inner && inner['type'] === 'object' ? { additionalProperties: false, ...inner } : inner;
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const schemas = schemaNames.map((name) => JSON.parse(readFileSync(new URL(`${name}${ending}`, folder), 'utf8')));
for (const schema of schemas) ajv.addSchema(strictly(schema) as object);
const validators = new Map(
  schemaNames
    .filter((name) => name !== 'common')
    .map((name) => [name, ajv.getSchema(`${name}${ending}`) as ValidateFunction]),
);
