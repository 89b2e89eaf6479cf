// Writes apps/cli/man/esp-prov.1 from the commands and options themselves; with --check it only compares. Wants a build.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  argumentsOf,
  commands,
  environment,
  examplesOf,
  exitCodes,
  helpDescriptionOf,
  ownOptionsOf,
  pathOf,
  purpose,
  sharedOptions,
  talksToDevice,
  usageOf,
} from './command-facts.mjs';
import { generatedFile } from './generated-file.mjs';

const cli = fileURLToPath(new URL('../apps/cli/', import.meta.url));
const { version } = JSON.parse(readFileSync(`${cli}package.json`, 'utf8'));

const lines = [
  `.TH ESP\\-PROV 1 "" "esp\\-prov ${version}" "User Commands"`,
  '.ad l',
  '.SH NAME',
  'esp\\-prov \\- provision ESP32 devices, and run virtual ones',
  '.SH SYNOPSIS',
  ...commands.flatMap((command) => [`.B ${text(pathOf(command))}`, text(usageOf(command)), '.br']).slice(0, -1),
  '.SH DESCRIPTION',
  text(purpose),
  'Names of commands and options are also understood with underscores, as esp_prov.py spells them;',
  'options of esp_prov.py may be shortened as there.',
  'What is not given is asked for on a terminal.',
  '.SH COMMANDS',
  ...commands.flatMap(section),
  '.SH OPTIONS OF COMMANDS THAT TALK TO A DEVICE',
  ...sharedOptions.flatMap(optionLines),
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
  return [
    `.SS ${text(pathOf(command))} ${text(usageOf(command))}`,
    sentence(command.description()),
    ...explainedArgumentsOf(command).flatMap(({ name, description }) => entry(name, description)),
    ...ownOptionsOf(command).flatMap(optionLines),
    ...(talksToDevice(command) ? ['.P', 'It takes the options of all commands that talk to a device, too.'] : []),
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
  return entry(option.flags, helpDescriptionOf(option));
}

function entry(term, what) {
  return ['.TP', `.B ${text(term)}`, sentence(what)];
}

/** Returns the arguments of a command if one of them has a description, as help shows all or none. */
function explainedArgumentsOf(command) {
  const all = argumentsOf(command);
  return all.some(({ description }) => description !== '') ? all : [];
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
