// Writes apps/cli/man/esp-prov.1 from the commands and options themselves; with --check it only compares. Wants a build.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { examplesOf } from '../apps/cli/dist/options/examples.js';
import { buildProgram } from '../apps/cli/dist/program.js';
import { generatedFile } from './generated-file.mjs';

const cli = fileURLToPath(new URL('../apps/cli/', import.meta.url));
const { version } = JSON.parse(readFileSync(`${cli}package.json`, 'utf8'));
const program = buildProgram();
const help = program.createHelp();
const commands = program.commands
  .flatMap(withBelow)
  .filter((command) => command.commands.length === 0 || hasOwnUse(command));
// What this command takes, all others that talk to a device take too.
const shared = optionsOf(program.commands.find((command) => command.name() === 'info'));
const isShared = (option) => shared.some(({ flags }) => flags === option.flags);

const lines = [
  `.TH ESP\\-PROV 1 "" "esp\\-prov ${version}" "User Commands"`,
  '.ad l',
  '.SH NAME',
  'esp\\-prov \\- provision ESP32 devices, and run virtual ones',
  '.SH SYNOPSIS',
  ...commands.flatMap((command) => [`.B ${text(pathOf(command))}`, text(usageOf(command)), '.br']).slice(0, -1),
  '.SH DESCRIPTION',
  text(program.description()),
  'Names of commands and options are also understood with underscores, as esp_prov.py spells them;',
  'options of esp_prov.py may be shortened as there.',
  'What is not given is asked for on a terminal.',
  '.SH COMMANDS',
  ...commands.flatMap(section),
  '.SH OPTIONS OF COMMANDS THAT TALK TO A DEVICE',
  ...shared.flatMap(optionLines),
  '.SH ENVIRONMENT',
  ...environment().flatMap(([name, what]) => entry(name, what)),
  '.SH EXIT STATUS',
  ...exitCodes().flatMap(([code, what]) => entry(code, what)),
  '.SH SEE ALSO',
  'Errors are explained by',
  '.BR "esp\\-prov errors" ,',
  'other commands by',
  '.B \\-\\-help',
  'behind them.',
];

generatedFile('apps/cli/man/esp-prov.1', `${lines.join('\n')}\n`, { repair: 'npm run man' });

function section(command) {
  const options = optionsOf(command);
  const own = options.filter((option) => !isShared(option));
  const talks = options.length - own.length === shared.length;
  return [
    `.SS ${text(pathOf(command))} ${text(usageOf(command))}`,
    sentence(command.description()),
    ...help.visibleArguments(command).flatMap((argument) => entry(argument.name(), argument.description)),
    ...own.flatMap(optionLines),
    ...(talks ? ['.P', 'It takes the options of all commands that talk to a device, too.'] : []),
    '.P',
    'Examples:',
    '.in 4n',
    '.nf',
    ...examplesOf(command).map(text),
    '.fi',
    '.in',
  ];
}

function optionLines(option) {
  return entry(option.flags, help.optionDescription(option));
}

function entry(term, what) {
  return ['.TP', `.B ${text(term)}`, sentence(what)];
}

/** Returns the options other than --help, which all have. */
function optionsOf(command) {
  return help.visibleOptions(command).filter(({ long }) => long !== '--help');
}

function withBelow(command) {
  return [command, ...command.commands.flatMap(withBelow)];
}

/** Whether a command with others below does something by itself. */
function hasOwnUse(command) {
  return optionsOf(command).length > 0;
}

function pathOf(command) {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function usageOf(command) {
  const operands = command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`));
  return ['[options]', ...operands].join(' ');
}

function environment() {
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

/** Returns the table of exit codes from the README, the one place that lists them. */
function exitCodes() {
  const readme = readFileSync(`${cli}README.md`, 'utf8');
  return [...readme.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, what]) => [code, what]);
}

function sentence(words) {
  const first = words.charAt(0);
  return text(
    `${/^[a-z][a-z-]* /.test(words) ? first.toUpperCase() : first}${words.slice(1)}${/[.!]$/.test(words) ? '' : '.'}`,
  );
}

/** Returns a text in which roff sees no commands, and no hyphens where dashes of options are. */
function text(words) {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^[.']/, '\\&$&')
    .replaceAll('…', '...')
    .replaceAll(/[’‘]/g, "'");
}
