import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../test/vectors/protocol/', import.meta.url);

/** Returns what a file of the recordings holds. */
export function recordedVector<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T;
}

/** Returns the files of the recordings whose name begins so. */
export function recordedFiles(prefix: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith(prefix))
    .sort();
}

/** Returns the lines of a log at level error and warning under the names of these components, without their times. */
export function faultLines(lines: readonly string[], tags: RegExp): string[] {
  return lines
    .map((line) => line.replace(/^(\w) \(\d+\)/, '$1'))
    .filter((line) => /^[EW] /.test(line) && tags.test(line));
}
