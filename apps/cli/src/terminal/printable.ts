import { foreignText } from '@esp-prov/protocol';

/** What people read: a text is one line, and a line end in it came from outside; of a list each is a line. */
export type Lines = string | readonly string[];

/** Characters of the longest line: values of NVS have up to 4000, and what devices say has no bound at all. */
const longestLine = 8192;

/** Returns lines of ours, with parts of strangers in them, as they may go to a screen: nothing in them steers it. */
export function printable(lines: Lines): string {
  const list = typeof lines === 'string' ? [lines] : lines;
  return list.map((line) => foreignText(line, longestLine)).join('\n');
}

/** Prints lines for people on stderr, beside the results that programs read. */
export function tellPeople(lines: Lines): void {
  process.stderr.write(`${printable(lines)}\n`);
}
