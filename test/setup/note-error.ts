import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the codes are noted that this run of the tests has produced: a file for each, with a line for each place. */
export const notesFolder: string = fileURLToPath(new URL('../../temp/errors-produced/', import.meta.url));

const noted = new Set<string>();

/** What an error said of its case. */
interface SaidByError {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Notes that `code` was produced at `place`, and what the error said; site/errors takes examples from there. */
export function noteError(code: string, place: string, { message, details }: SaidByError): void {
  const key = `${code} ${place}`;
  if (noted.has(key)) return;
  noted.add(key);
  mkdirSync(notesFolder, { recursive: true });
  appendFileSync(join(notesFolder, code.replace('/', '.')), `${JSON.stringify({ place, message, details })}\n`);
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
