// A page for each command, made from the declarations that the command itself and its man page are made of.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  argumentsOf,
  commands,
  environment,
  examplesOf,
  hiddenOptionsOf,
  ownOptionsOf,
  pathOf,
  purpose,
  sharedOptions,
  talksToDevice,
  usageOf,
} from '../../scripts/command-facts.mjs';
import { tasks } from './command-tasks.mjs';
import { exitCodesPage } from './exit-codes-page.mjs';
import { anchor, groupsOf, optionEntries, optionEntry } from './option-entries.mjs';
import { code, escaped, sentence } from './page-words.mjs';

const folder = 'reference/commands';
const sharedPage = `${folder}/shared-options.md`;
const readme = `${folder}/about.md`;

/** Makes the pages of the commands: an index, one a command, shared options, exit codes. */
export const commandPages = { name: 'commands', make, navigation };

async function make() {
  return [
    indexPage(),
    readmePage(),
    sharedOptionsPage(),
    exitCodesPage(`${folder}/exit-codes.md`),
    ...commands.map(commandPage),
  ];
}

/** Returns the group of the sidebar. */
function navigation() {
  const item = (text, path) => ({ text, path: path.replace(/\.md$/, '') });
  return [
    {
      text: 'Commands',
      path: `${folder}/index`,
      items: [
        item('Ways, passwords, QR codes', readme),
        ...tasks.flatMap(({ names }) => names.map((name) => item(name, pageOf(name)))),
        item('Shared options', sharedPage),
        item('Exit codes', `${folder}/exit-codes.md`),
      ],
    },
  ];
}

/** Returns the page of a command, `flash nvs get` as `reference/commands/flash/nvs-get.md`. */
function pageOf(name) {
  const [first, ...rest] = name.split(' ');
  return `${folder}/${rest.length === 0 ? first : `${first}/${rest.join('-')}`}.md`;
}

function nameOf(command) {
  return pathOf(command).replace(/^esp-prov /, '');
}

/** Returns a page whose links start from where it would stand in docs/. */
function page(path, lines, more = {}) {
  return { path, home: `docs/${path}`, text: `${lines.join('\n')}\n`, ...more };
}

function link(from, to, text) {
  return `[${text}](${relative(from, to)})`;
}

function relative(from, to) {
  const way = posix.relative(posix.dirname(from), to);
  return way.startsWith('.') ? way : `./${way}`;
}

function indexPage() {
  const path = `${folder}/index.md`;
  const row = (name) =>
    `- ${link(path, pageOf(name), code(name))}: ${lower(commands.find((each) => nameOf(each) === name).description())}`;
  return page(path, [
    '# Commands',
    '',
    `For everyone who types \`esp-prov\` or writes a script with it: every command in a line. ${escaped(purpose)}`,
    '`esp-prov COMMAND --help` prints the same in a terminal, and `man esp-prov` all of it.',
    '',
    ...tasks.flatMap(({ task, names }) => [`## ${task}`, '', ...names.map(row), '']),
    '## For all commands',
    '',
    `- ${link(path, readme, 'Ways to a device, passwords, QR codes')}, in prose`,
    `- ${link(path, sharedPage, 'Options of all commands that talk to a device')}`,
    `- ${link(path, `${folder}/exit-codes.md`, 'Exit codes')}, and the errors behind each`,
    `- ${link(path, 'reference/json.md', 'What --json prints')}`,
    '',
    '### Spellings',
    '',
    'Names of commands and options are also understood with `_`, as `esp_prov.py` spells them: `--service_name` is',
    '`--service-name`. Options of `esp_prov.py` may be shortened as there, as long as one of them alone begins so: `--serv`.',
    'Without a command, options are those of `provision`.',
    '',
    '### Environment',
    '',
    ...environment().map(([name, what]) => `- ${code(name)}: ${lower(what)}`),
  ]);
}

/** The README of the command tells in prose what its pages list. */
function readmePage() {
  const file = 'apps/cli/README.md';
  const text = readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
  return { path: readme, home: file, text, shows: ['apps/cli'] };
}

function sharedOptionsPage() {
  const talking = commands
    .filter(talksToDevice)
    .map((each) => link(sharedPage, pageOf(nameOf(each)), code(nameOf(each))));
  return page(sharedPage, [
    '# Options of all commands that talk to a device',
    '',
    'For everyone who reaches a device with `esp-prov`: these options say which device, over what, and with which secret.',
    '',
    `Commands with these options: ${talking.join(', ')}.`,
    '',
    ...optionEntries(sharedOptions),
    ...oldNames(commands.find((each) => nameOf(each) === 'info')),
  ]);
}

function commandPage(command) {
  const name = nameOf(command);
  const path = pageOf(name);
  const { reader, more } = tasks.find(({ names }) => names.includes(name)) ?? {};
  const own = ownOptionsOf(command);
  const talks = talksToDevice(command);
  const linkOf = (long) =>
    talks && sharedOptions.some((option) => option.long === long)
      ? `${relative(path, sharedPage)}#${anchor(long)}`
      : undefined;
  return page(
    path,
    [
      `# esp-prov ${name}`,
      '',
      `For ${reader}: ${lower(command.description())}`,
      '',
      '```sh',
      `${pathOf(command)} ${usageOf(command)}`,
      '```',
      '',
      ...argumentList(command),
      '## Examples',
      '',
      '```sh',
      ...examplesOf(command),
      '```',
      '',
      ...optionEntries(own, { linkOf }),
      ...(talks ? sharedPart(path, own) : []),
      ...oldNames(command, { except: talks ? ['--softap-endpoint', '--ble-devname'] : [], linkOf }),
      ...outcome(path, name),
      ...spellings(command),
      ...below(command, path),
      ...(more.length > 0
        ? ['## More', '', ...more.map(([text, target]) => `- ${link(`docs/${path}`, target, text)}`)]
        : []),
    ],
    { shows: [`apps/cli/src/commands/${name.split(' ')[0]}`].filter(() => !name.includes(' ')) },
  );
}

function argumentList(command) {
  const all = argumentsOf(command);
  if (all.every(({ description, choices }) => description === '' && choices === undefined)) return [];
  const values = (choices) => (choices ? ` Values: ${choices.map(code).join(', ')}.` : '');
  return [
    '## Arguments',
    '',
    ...all.map(
      ({ name, description, choices, required }) =>
        `- ${code(name)}${required ? '' : ' (may be left out)'}${description ? `: ${lower(description)}` : ''}${values(choices)}`,
    ),
    '',
  ];
}

function sharedPart(path, own) {
  const theirs = sharedOptions.filter(({ long }) => !own.some((option) => option.long === long));
  return [
    '## Reaching the device',
    '',
    `${link(path, sharedPage, 'Options of all commands that talk to a device')} say which device, over what, and with which`,
    'secret:',
    '',
    ...[...groupsOf(theirs)].map(
      ([group, options]) => `- ${group}: ${options.map(({ long }) => sharedLink(path, long)).join(', ')}`,
    ),
    '',
  ];
}

function sharedLink(path, long) {
  return link(path, `${sharedPage}#${anchor(long)}`, code(long));
}

function oldNames(command, { except = [], linkOf } = {}) {
  const hidden = hiddenOptionsOf(command).filter(({ long }) => !except.includes(long));
  if (hidden.length === 0) return [];
  return [
    '## Old names',
    '',
    'Help does not list these; scripts that were written for `esp_prov.py` may use them.',
    '',
    ...hidden.flatMap((option) => optionEntry(option, (long) => (long === option.long ? undefined : linkOf?.(long)))),
  ];
}

function outcome(path, name) {
  const schema = `reference/json/${name.replaceAll(' ', '-')}.md`;
  return [
    '## What it prints and how it ends',
    '',
    `- With \`--json\`: ${link(path, schema, `the lines of ${name}`)}, for programs.`,
    `- ${link(path, `${folder}/exit-codes.md`, 'Exit codes')} say how it ended, and name the errors behind each.`,
    '',
  ];
}

function spellings(command) {
  const name = pathOf(command);
  if (!/[a-z]-[a-z]/.test(name.replace(/^esp-prov /, ''))) return [];
  return ['## Spellings', '', `${code(name.replace(/(?<!^esp)-/g, '_'))} is the same.`, ''];
}

function below(command, path) {
  if (command.commands.length === 0) return [];
  const row = (each) => `- ${link(path, pageOf(nameOf(each)), code(nameOf(each)))}: ${lower(each.description())}`;
  return ['## Commands below it', '', ...command.commands.map(row), ''];
}

/** Returns a sentence that stands behind a colon. */
function lower(words) {
  const text = sentence(words);
  return /^[A-Z][a-z]/.test(text) && /^[a-z]/.test(words) ? `${words.charAt(0)}${text.slice(1)}` : text;
}
