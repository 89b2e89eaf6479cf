import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the codes are noted that this run of the tests has produced: a file for each, which says where. */
export const notesFolder: string = fileURLToPath(new URL('../../temp/errors-produced/', import.meta.url));

const noted = new Set<string>();

/** Notes that `code` was produced at `place`. */
export function noteError(code: string, place: string): void {
  if (noted.has(code)) return;
  noted.add(code);
  mkdirSync(notesFolder, { recursive: true });
  writeFileSync(join(notesFolder, code.replace('/', '.')), `${place}\n`);
}

/**
 * The place in the sources where an error was made, from its stack; undefined where a test made it, or the equipment of
 * the tests.
 */
export function placeInSources(stack: string): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at .*\d/.test(line));
  const maker = frames.find((line) => !/\/(note-error|record-errors|provisioning-error)\.ts/.test(line)) ?? '';
  const place = /((?:packages|apps)\/[^/]+\/src\/[^:?]+)(?:\?[^:]*)?(:\d+)/.exec(maker);
  if (!place?.[1] || place[1].startsWith('packages/testing/')) return undefined;
  return `${place[1]}${place[2]}`;
}
