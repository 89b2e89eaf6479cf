import { foreignText } from '@esp-prov/protocol';
import { wrapped } from './wrapped.ts';

/** What people read: a text is one line, and a line end in it came from outside; of a list each is a line. */
export type Lines = string | readonly string[];

/** Characters of the longest line: values of NVS have up to 4000, and what devices say has no bound at all. */
const longestLine = 8192;

/** Returns lines of ours, with parts of strangers in them, as they may go to a screen: nothing in them steers it. */
export function printable(lines: Lines): string {
  const list = typeof lines === 'string' ? [lines] : lines;
  return list.map((line) => foreignText(line, longestLine)).join('\n');
}

/** Prints lines for people on stderr, beside the results that programs read; on a screen broken between words. */
export function tellPeople(lines: Lines): void {
  process.stderr.write(`${fitting(printable(lines), process.stderr)}\n`);
}

/** Returns printable sentences as they fit on a terminal; for everything else as they are. */
export function fitting(
  text: string,
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
): string {
  if (!isTTY || !columns) return text;
  return text
    .split('\n')
    .flatMap((line) => wrapped(line, columns))
    .join('\n');
}
