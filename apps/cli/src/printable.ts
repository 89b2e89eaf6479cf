/** A line of somebody else for a screen: a control character, which could move the cursor or worse, is a replacement. */
export function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '\u{fffd}');
}
