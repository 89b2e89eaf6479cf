// Writes docs/reference/json.md from the schemas of apps/cli/schema; with --check it only compares.
import { generatedFile } from './generated-file.mjs';
import { lineOf, ownLinesOf, schemaFile, schemaNames, sharedLine, sharedLinesOf, titleOf } from './json-facts.mjs';

const text = [
  '# Output for programs',
  '',
  'For authors of programs that call `esp-prov` and read what it prints with `--json`: the rules, and a schema for every',
  'command.',
  '',
  'With `--json` a command prints one JSON value per line on stdout and nothing else. A line with `event` reports',
  'something that happens. The last line has `result`: what was asked for, or `error` with the',
  '[name of the error](errors.md).',
  '',
  '```sh',
  'esp-prov scan --pop abcd1234 --json | jq -r \'select(.result == "networks").networks[].ssid\'',
  '```',
  '',
  '- **Members** may be added in later releases. None is renamed or removed within a major version.',
  '- **Unknown lines:** a program passes over events that it does not know.',
  '- **Schemas** are JSON Schema 2020-12. They are in the package as `esp-prov/schema/NAME.schema.json`, and the tests',
  '  check every line of every run against them.',
  '- **Exit codes** are those without `--json`.',
  '',
  '## Lines of several commands',
  '',
  `[What several commands print](../../${schemaFile('common')}): progress on the way to the`,
  'device, warnings, and the result `error`.',
  '',
  '## Lines of each command',
  '',
  ...schemaNames.map(row),
].join('\n');

generatedFile('docs/reference/json.md', `${text}\n`, { repair: 'npm run schemas' });

function row(name) {
  const lines = [...ownLinesOf(name).map(([, schema]) => schema), ...sharedLinesOf(name).map(sharedLine)].map(lineOf);
  const results = [...new Set(lines.filter((line) => line?.kind === 'result').map((line) => line.name))]
    .filter((each) => each !== 'error')
    .map((each) => `\`${each}\``);
  return `- [${titleOf(name)}](../../${schemaFile(name)}): ${results.length === 1 ? 'result' : 'results'} ${results.join(', ')}`;
}
