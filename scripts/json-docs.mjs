// Writes docs/reference/json.md from the schemas of apps/cli/schema; with --check it only compares.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatedFile } from './generated-file.mjs';

const folder = fileURLToPath(new URL('../apps/cli/schema/', import.meta.url));
const ending = '.schema.json';
const names = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length));
const schemas = new Map(names.map((name) => [name, JSON.parse(readFileSync(`${folder}${name}${ending}`, 'utf8'))]));
const common = schemas.get('common').$defs;
const commands = names.filter((name) => name !== 'common');
const isShared = (name) =>
  commands.filter((command) => refsOf(command).includes(`common${ending}#/$defs/${name}`)).length > 1;
const shared = Object.keys(common).filter((name) => lineOf(common[name]) === undefined || isShared(name));

const text = [
  '# Output for programs',
  '',
  'With `--json` a command prints one JSON value per line on stdout and nothing else: a line with `event` for everything',
  'that happens, and as the last one a line with `result` for what was asked for. A run that fails ends with the result',
  '`error`. Members may be added in later releases; none is renamed or removed within a major version. Each command has a',
  'JSON Schema (2020-12) for its lines in [apps/cli/schema](../apps/cli/schema), in the package as',
  '`esp-prov/schema/NAME.schema.json`; `npm run schemas` makes this page from them, and the tests hold every line that',
  'they see against them.',
  '',
  '```sh',
  'esp-prov scan --pop abcd1234 --json | jq -r \'select(.result == "networks").networks[].ssid\'',
  '```',
  '',
  '## Lines of several commands',
  '',
  ...shared.flatMap((name) => definition(common[name])),
  ...commands.flatMap(command),
].join('\n');

generatedFile('docs/reference/json.md', `${text.trimEnd()}\n`, { repair: 'npm run schemas' });

function command(name) {
  const { title, $defs = {} } = schemas.get(name);
  const own = refsOf(name).map((ref) => (ref.startsWith('#') ? $defs[lastOf(ref)] : common[lastOf(ref)]));
  const listed = refsOf(name)
    .filter((ref) => ref.startsWith('common') && shared.includes(lastOf(ref)))
    .map(lastOf);
  return [
    `## ${title}`,
    '',
    ...(listed.length > 0 ? [`From above: ${listed.map((each) => `\`${each}\``).join(', ')}.`, ''] : []),
    ...own.filter((each) => !shared.some((other) => common[other] === each)).flatMap(definition),
  ];
}

function definition(schema) {
  const line = lineOf(schema);
  const name = line ? `\`${line.kind}\` **${line.name}**` : '**network**, within other lines';
  const members = Object.entries(schema.properties).filter(([key]) => key !== line?.kind);
  return [
    `${name}: ${schema.description}`,
    '',
    ...(members.length > 0 ? [...members.flatMap(([key, value]) => member(key, value, schema, '')), ''] : []),
  ];
}

function member(key, value, { required }, indent) {
  const optional = required.includes(key) ? '' : ', may be missing';
  const inner = [value, value.items, value.additionalProperties].find((each) => each?.properties);
  return [
    `${indent}- \`${key}\` (${typeOf(value)}${optional}): ${value.description}`,
    ...(inner ? Object.entries(inner.properties).flatMap(([k, v]) => member(k, v, inner, `${indent}  `)) : []),
  ];
}

function typeOf({ type, items, enum: words }) {
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (items) return items.$ref ? `list of ${lastOf(items.$ref)}` : `list of ${items.type}`;
  return [type].flat().join(' or ');
}

/** Returns what the schema of a line begins with. */
function lineOf({ properties }) {
  for (const kind of ['event', 'result']) {
    if (properties[kind]?.const) return { kind, name: properties[kind].const };
  }
  return undefined;
}

function refsOf(name) {
  return schemas.get(name).oneOf.map(({ $ref }) => $ref);
}

function lastOf(ref) {
  return ref.split('/').at(-1);
}
