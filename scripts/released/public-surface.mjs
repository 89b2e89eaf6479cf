// What is public, as files: reports of the interfaces, schemas of the JSON output, and what the command takes and returns.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorTable, exitCodes } from '../../packages/protocol/dist/index.js';
import { commands, environment, hiddenOptionsOf, optionsOf, pathOf } from '../command-facts.mjs';
import { root } from '../workspaces.mjs';

/** Returns the files of what is public now, by their path in a folder of `api/released`. */
export function publicSurface() {
  const reports = filesIn(join(root, 'api'), '.api.md');
  const schemas = filesIn(join(root, 'apps/cli/schema'), '.schema.json');
  return new Map([
    ...reports,
    ...[...schemas].map(([name, text]) => [`schema/${name}`, text]),
    ['command.json', `${JSON.stringify(commandSurface(), null, 2)}\n`],
  ]);
}

/** Returns what was public in a released version, from the folder that keeps it. */
export function keptSurface(folder) {
  const schemas = filesIn(join(folder, 'schema'), '.schema.json');
  return new Map([
    ...filesIn(folder, '.api.md'),
    ...filesIn(folder, '.json'),
    ...[...schemas].map(([name, text]) => [`schema/${name}`, text]),
  ]);
}

function filesIn(folder, end) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(end)) : [];
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Commands with their options and arguments, variables of the environment, codes of errors, exit codes. */
function commandSurface() {
  return {
    commands: Object.fromEntries(commands.map((command) => [pathOf(command), describe(command)])),
    environment: environment().map(([name]) => name),
    errors: Object.fromEntries(Object.entries(errorTable).map(([code, { exit }]) => [code, exitCodes[exit]])),
    exitCodes: { ...exitCodes },
  };
}

function describe(command) {
  const options = [...optionsOf(command), ...hiddenOptionsOf(command)];
  return {
    arguments: command.registeredArguments.map((each, index) => ({
      index,
      required: each.required,
      variadic: each.variadic,
    })),
    options: Object.fromEntries(options.map((option) => [option.long ?? option.flags, optionSurface(option)])),
  };
}

function optionSurface({ short, required, optional, variadic, argChoices, defaultValue }) {
  return {
    ...(short && { short }),
    value: required ? 'required' : optional ? 'optional' : 'none',
    ...(variadic && { variadic }),
    ...(argChoices && { choices: argChoices }),
    ...(['string', 'number', 'boolean'].includes(typeof defaultValue) && { default: defaultValue }),
  };
}
