// A page for each schema of what the command prints with --json, and one for what several commands print.
import {
  lineOf,
  membersOf,
  ownLinesOf,
  schemaFile,
  schemaNames,
  schemas,
  sharedLine,
  sharedLinesOf,
  sharedNames,
  titleOf,
} from '../../scripts/json-facts.mjs';
import { code, escaped } from './page-words.mjs';

const folder = 'reference/json';

/** Makes the pages of the schemas. */
export const schemaPages = { name: 'schemas', make, navigation };

async function make() {
  return [commonPage(), ...schemaNames.map(schemaPage)];
}

/** Returns the group of the sidebar. */
function navigation() {
  return [
    {
      text: 'JSON',
      path: 'reference/json',
      items: [
        { text: 'Lines of several commands', path: `${folder}/common` },
        ...schemaNames.map((name) => ({ text: commandOf(name), path: `${folder}/${name}` })),
      ],
    },
  ];
}

function commandOf(name) {
  return titleOf(name).replaceAll(/^esp-prov | --json$|[[\]]/g, '');
}

function page(name, lines) {
  const path = `${folder}/${name}.md`;
  return { path, home: `docs/${path}`, text: `${lines.join('\n')}\n`, shows: [schemaFile(name)] };
}

function commonPage() {
  return page('common', [
    '# Lines of several commands',
    '',
    'For authors of programs that read what `esp-prov` prints with `--json`: lines that several commands print, among',
    `them \`error\`, the last line of every run that fails. The rules are in ${rules('Output for programs')}.`,
    '',
    ...sharedNames.flatMap((name) => definition(name, sharedLine(name))),
    ...wholeSchema('common'),
  ]);
}

function schemaPage(name) {
  const own = ownLinesOf(name);
  const shared = sharedLinesOf(name);
  return page(name, [
    `# ${titleOf(name)}`,
    '',
    `For authors of programs that read what ${code(titleOf(name))} prints, one JSON value per line. The rules are in`,
    `${rules('Output for programs')}; options are on the page of ${commandLink(name)}.`,
    '',
    ...own.flatMap(([key, schema]) => definition(key, schema)),
    ...(shared.length > 0 ? ['## Lines that other commands print too', '', ...shared.map(sharedRow), ''] : []),
    ...wholeSchema(name),
  ]);
}

function rules(text) {
  return `[${text}](../json.md)`;
}

function commandLink(name) {
  const command = commandOf(name);
  const [first, ...rest] = command.split(' ');
  return `[${code(`esp-prov ${command}`)}](../commands/${rest.length === 0 ? first : `${first}/${rest.join('-')}`}.md)`;
}

function sharedRow(name) {
  return `- [${headOf(name, sharedLine(name))}](./common.md#${name}): ${escaped(sharedLine(name).description)}`;
}

function headOf(name, schema) {
  const line = lineOf(schema);
  return line === undefined ? `${code(name)}, within other lines` : `${line.kind} ${code(line.name)}`;
}

function definition(name, schema) {
  return [
    `## ${headOf(name, schema)} {#${name}}`,
    '',
    described(schema.description),
    '',
    ...membersOf(schema).flatMap((each) => member(each, '')),
    '',
  ];
}

function member({ key, type, optional, description, inner }, indent) {
  return [
    `${indent}- ${code(key)} (${typeWords(type)}${optional ? ', may be missing' : ''}): ${described(description)}`,
    ...(inner ? membersOf(inner).flatMap((each) => member(each, `${indent}  `)) : []),
  ];
}

function typeWords({ words, listOf, text }) {
  if (words) return words.map((word) => code(String(word))).join(', ');
  return listOf ? `list of [${listOf}](./common.md#${listOf})` : text;
}

/** Returns a description, which is Markdown already, without what the site would take for a tag. */
export function described(words) {
  const parts = words.split(/(`[^`]*`)/);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .replaceAll('docs/reference/errors.md', '[Errors](../errors.md)');
}

function wholeSchema(name) {
  return [
    '## The schema itself',
    '',
    `In the package as \`esp-prov/schema/${name}.schema.json\`.`,
    '',
    '```json',
    schemas.get(name).text.trimEnd(),
    '```',
  ];
}
