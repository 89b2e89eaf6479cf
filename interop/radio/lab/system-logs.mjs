import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { indent } from '../../support/checks.mjs';

const folder = '/run/log';

/** Remembers where the logs of the guest end now; the returned function tells what was written since. */
export function watchLogs() {
  const sizes = new Map(readdirSync(folder).map((file) => [file, read(file).length]));
  takeKernelLog();
  return () => {
    const texts = readdirSync(folder).map((file) => [
      file,
      read(file)
        .subarray(sizes.get(file) ?? 0)
        .toString(),
    ]);
    return [...texts, ['kernel', takeKernelLog()]]
      .filter(([, text]) => text.trim() !== '')
      .map(([name, text]) => `${name}:\n${indent(text)}`);
  };
}

function read(file) {
  return readFileSync(`${folder}/${file}`);
}

function takeKernelLog() {
  return spawnSync('busybox', ['dmesg', '-c'], { encoding: 'utf8' }).stdout;
}
