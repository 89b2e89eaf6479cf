// Makes what the pages show of the command and of the page: recordings of real runs, and pictures. With --check it only
// compares their text with what is committed. NAMES of recordings make those alone; --print prints them. Wants a build.
import { parseArgs } from 'node:util';
import { writeBlocks } from './pictures/blocks/write-blocks.mjs';
import { readRecordings } from './pictures/record/read-recordings.mjs';

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false }, print: { type: 'boolean', default: false } },
});
const recordings = await readRecordings();
if (values.print) {
  for (const name of names) {
    for (const [part, { text }] of Object.entries(await recordings.made(name))) {
      console.log(`--- ${name}/${part}\n${text.join('\n').trimEnd()}`);
    }
  }
} else {
  const faults = await writeBlocks(recordings, { names, isCheck: values.check });
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`The recordings are ${values.check ? 'what the command prints' : 'written'}.`);
}
