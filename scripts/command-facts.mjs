// What the declarations of the commands say: one truth for the man page and the pages of the site. Wants a build.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { examplesOf } from '../apps/cli/dist/options/examples.js';
import { buildProgram } from '../apps/cli/dist/program.js';

const cli = fileURLToPath(new URL('../apps/cli/', import.meta.url));
const program = buildProgram();
const help = program.createHelp();

/** What the command is for, in a sentence. */
export const purpose = program.description();

/** Commands that do something, each before those below it. */
export const commands = program.commands
  .flatMap(withBelow)
  .filter((command) => command.commands.length === 0 || hasOwnUse(command));

/** Options that every command takes that talks to a device: those of `info`, which takes no others. */
export const sharedOptions = optionsOf(program.commands.find((command) => command.name() === 'info'));

/** Returns the options of a command that help lists, other than --help, which all have. */
export function optionsOf(command) {
  return help.visibleOptions(command).filter(({ long }) => long !== '--help');
}

/**
 * Returns the options that a command does not share with all that talk to a device. One with the same name may mean
 * something else: `--pop` of a virtual device is the secret that it has, and `--timeout` of a provisioning that of the join.
 */
export function ownOptionsOf(command) {
  const options = optionsOf(command);
  if (!talksToDevice(command)) return options;
  return options.filter((option) => !sharedOptions.some((shared) => describesSame(shared, option)));
}

/** Whether a command takes the shared options. */
export function talksToDevice(command) {
  const flags = new Set(optionsOf(command).map((option) => option.flags));
  return sharedOptions.every((option) => flags.has(option.flags));
}

function describesSame(one, other) {
  return one.flags === other.flags && helpDescriptionOf(one) === helpDescriptionOf(other);
}

/** Returns options that a command understands and help leaves out: old names, and what another command does today. */
export function hiddenOptionsOf(command) {
  return command.options.filter(({ hidden }) => hidden);
}

/** Returns the arguments that a command names: `name`, `description` or the empty text, and how many it takes. */
export function argumentsOf(command) {
  return command.registeredArguments.map((each) => ({
    name: each.name(),
    description: each.description ?? '',
    choices: each.argChoices,
    required: each.required,
    variadic: each.variadic,
  }));
}

/** Returns an option's description with its default, choices and environment variable in brackets, as help shows it. */
export function helpDescriptionOf(option) {
  return help.optionDescription(option);
}

/** Returns the words by which a command is called, such as `esp-prov flash nvs list`. */
export function pathOf(command) {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

/** Returns what stands behind those words: `[options] <file>`. */
export function usageOf(command) {
  const operands = command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`));
  return ['[options]', ...operands].join(' ');
}

/** Returns command lines that show a command. */
export { examplesOf };

/** Returns what the environment may hold: names with what they mean. */
export function environment() {
  const found = new Map();
  for (const command of commands) {
    for (const { envVar, long } of command.options) {
      if (envVar) found.set(envVar, [...new Set([...(found.get(envVar) ?? []), long])]);
    }
  }
  return [
    ...[...found].map(([name, flags]) => [
      name,
      `value of ${flags.join(' and ')} where they are not given; empty counts as none`,
    ]),
    ['ESP_PROV_DEBUG', 'when set, errors come with stack traces'],
    ['NO_COLOR', 'when set, nothing is coloured'],
  ];
}

/** Returns code and meaning from the table of exit codes in the README, the one place that lists them. */
export function exitCodes() {
  const readme = readFileSync(`${cli}README.md`, 'utf8');
  return [...readme.matchAll(/^\| (\d+) +\| ([^|]*?) +\|/gm)].map(([, code, what]) => [code, what]);
}

function withBelow(command) {
  return [command, ...command.commands.flatMap(withBelow)];
}

/** Whether a command with others below does something by itself. */
function hasOwnUse(command) {
  return optionsOf(command).length > 0;
}
