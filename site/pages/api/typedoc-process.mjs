// Runs TypeDoc for run-typedoc.mjs, in a process of its own: entry points from `entries.json` in the folder of the first
// argument, files into it, their Markdown as JSON to standard output.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsOf } from './run-typedoc.mjs';

const folder = process.argv[2];
try {
  const entries = JSON.parse(readFileSync(join(folder, 'entries.json'), 'utf8'));
  process.stdout.write(JSON.stringify(await textsOf(entries, folder)));
} catch (error) {
  process.stderr.write(error.message);
  process.exitCode = 1;
}
