import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { indent } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';

const folder = '/run/log';

/** Remembers where the logs of the guest end now; the returned function returns what was written since. */
export async function watchLogs() {
  const sizes = new Map(files().map((file) => [file, read(file).length]));
  await takeSystemLog();
  return async () => {
    const texts = files().map((file) => [
      file,
      read(file)
        .subarray(sizes.get(file) ?? 0)
        .toString(),
    ]);
    return [...texts, ['system', await takeSystemLog()]]
      .filter(([, text]) => text.trim() !== '')
      .map(([name, text]) => `${name}:\n${indent(text)}`);
  };
}

function files() {
  return readdirSync(folder).filter((file) => file.endsWith('.log'));
}

function read(file) {
  return readFileSync(`${folder}/${file}`);
}

/** Returns what was written since the last time to the journal, which has the kernel's words too, or to those alone. */
async function takeSystemLog() {
  const journal = ['--no-pager', '--quiet', '--output=short-monotonic', '--cursor-file=/run/log/seen'];
  const [program, args] = existsSync('/run/systemd/system') ? ['journalctl', journal] : ['dmesg', ['--read-clear']];
  return (await runProgram(program, args)).output;
}
