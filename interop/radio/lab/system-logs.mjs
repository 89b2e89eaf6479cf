import { readdirSync, readFileSync } from 'node:fs';
import { indent } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';

const folder = '/run/log';

/** Remembers where the logs of the guest end now; the returned function returns what was written since. */
export async function watchLogs() {
  const sizes = new Map(readdirSync(folder).map((file) => [file, read(file).length]));
  await takeKernelLog();
  return async () => {
    const texts = readdirSync(folder).map((file) => [
      file,
      read(file)
        .subarray(sizes.get(file) ?? 0)
        .toString(),
    ]);
    return [...texts, ['kernel', await takeKernelLog()]]
      .filter(([, text]) => text.trim() !== '')
      .map(([name, text]) => `${name}:\n${indent(text)}`);
  };
}

function read(file) {
  return readFileSync(`${folder}/${file}`);
}

async function takeKernelLog() {
  return (await runProgram('dmesg', ['--read-clear'])).output;
}
