// What the schemas of apps/cli/schema say: one truth for docs/reference/json.md and the pages of the site.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../apps/cli/schema/', import.meta.url));
const ending = '.schema.json';

/** Names of all schemas, and each with its text and its content. */
export const schemas = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => [name.slice(0, -ending.length), readFileSync(`${folder}${name}`, 'utf8')])
    .map(([name, text]) => [name, { text, schema: JSON.parse(text) }]),
);

const common = schemas.get('common').schema.$defs;

/** Names of the schemas that describe the lines of a command, such as `flash-nvs-get`. */
export const schemaNames = [...schemas.keys()].filter((name) => name !== 'common');

/** Names of lines that several commands print, and of what such lines are made of. */
export const sharedNames = Object.keys(common).filter(
  (name) =>
    lineOf(common[name]) === undefined || schemaNames.filter((each) => sharesOf(each).includes(name)).length > 1,
);

/** Returns the file of a schema in the repository. */
export function schemaFile(name) {
  return `apps/cli/schema/${name}${ending}`;
}

/** Returns the command line that a schema belongs to, such as `esp-prov flash nvs get --json`. */
export function titleOf(name) {
  return schemas.get(name).schema.title;
}

/** Returns the lines that no other command prints: name and schema of each. */
export function ownLinesOf(name) {
  const { $defs = {} } = schemas.get(name).schema;
  return refsOf(name)
    .filter((ref) => ref.startsWith('#') || !sharedNames.includes(lastOf(ref)))
    .map((ref) => [lastOf(ref), ref.startsWith('#') ? $defs[lastOf(ref)] : common[lastOf(ref)]]);
}

/** Returns the names of lines that it prints as other commands do. */
export function sharedLinesOf(name) {
  return sharesOf(name).filter((each) => sharedNames.includes(each));
}

/** Returns the schema of what several commands print, by its name. */
export function sharedLine(name) {
  return common[name];
}

/** Returns what a line begins with: `kind`, which is `event` or `result`, and `name`. */
export function lineOf({ properties }) {
  for (const kind of ['event', 'result']) {
    if (properties[kind]?.const) return { kind, name: properties[kind].const };
  }
  return undefined;
}

/** Returns the members of a line, or of an object in it, other than what it begins with. */
export function membersOf(schema) {
  const kind = lineOf(schema)?.kind;
  return Object.entries(schema.properties)
    .filter(([key]) => key !== kind)
    .map(([key, value]) => ({
      key,
      type: typeOf(value),
      optional: !schema.required.includes(key),
      description: value.description,
      inner: [value, value.items, value.additionalProperties].find((each) => each?.properties),
    }));
}

/** Returns a type in words: `words` of an enumeration, or `text`, or `listOf` what is described elsewhere. */
function typeOf({ type, items, enum: words }) {
  if (words) return { words };
  if (items?.$ref) return { listOf: lastOf(items.$ref) };
  return { text: items ? `list of ${items.type}` : [type].flat().join(' or ') };
}

function refsOf(name) {
  return schemas.get(name).schema.oneOf.map(({ $ref }) => $ref);
}

function sharesOf(name) {
  return refsOf(name)
    .filter((ref) => ref.startsWith('common'))
    .map(lastOf);
}

function lastOf(ref) {
  return ref.split('/').at(-1);
}
