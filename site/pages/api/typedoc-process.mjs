// Runs TypeDoc for run-typedoc.mjs, in a process of its own: entry points as JSON from standard input, files into the folder
// of the first argument, their Markdown as JSON to standard output.
import { text } from 'node:stream/consumers';
import { textsOf } from './run-typedoc.mjs';

try {
  process.stdout.write(JSON.stringify(await textsOf(JSON.parse(await text(process.stdin)), process.argv[2])));
} catch (error) {
  process.stderr.write(error.message);
  process.exitCode = 1;
}
