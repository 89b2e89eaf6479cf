// Makes what the pages show of the command and of the page: recordings of real runs, animated terminals, and pictures.
// With --check it only compares recordings with what is committed. NAMES of recordings make those alone; --print prints
// them. Wants a build.

import { animations } from './pictures/animation/animations.mjs';
import { writeAnimations } from './pictures/animation/write-animations.mjs';
import { writeBlocks } from './pictures/blocks/write-blocks.mjs';
import { pictureFaults, writePictures } from './pictures/page/write-pictures.mjs';
import { readRecordings } from './pictures/record/read-recordings.mjs';
import { plainFailures } from './plain-failures.mjs';
import { argumentError, refuse, scriptArguments } from './script-arguments.mjs';

plainFailures('pictures');
const example = 'npm run pictures -- first-provisioning';
const { values, positionals: names } = scriptArguments({
  names: 'names of recordings',
  example,
  options: { check: { type: 'boolean', default: false }, print: { type: 'boolean', default: false } },
});
const recordings = await readRecordings();
for (const name of names) {
  if (recordings.names.includes(name)) continue;
  refuse(argumentError(name, `one of ${recordings.names.join(', ')}`, example));
}
if (values.print && (values.check || names.length === 0)) {
  refuse(argumentError('--print', 'it alone with names of recordings', `${example} --print`));
}
if (values.print) await print();
else await make({ names, isCheck: values.check });

async function print() {
  for (const name of names) {
    for (const [part, { text }] of Object.entries(await recordings.made(name))) {
      console.log(`--- ${name}/${part}\n${text.join('\n').trimEnd()}`);
    }
  }
}

async function make(options) {
  const used = animations.map(({ recording }) => recording);
  const faults = (
    await Promise.all([writeBlocks(recordings, { ...options, used }), writeAnimations(recordings, options)])
  ).flat();
  if (options.isCheck) faults.push(...pictureFaults());
  else if (names.length === 0) faults.push(...(await writePictures()));
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`The recordings are ${options.isCheck ? 'what the command prints' : 'written'}.`);
}
