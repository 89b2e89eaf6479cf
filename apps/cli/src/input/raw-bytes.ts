/** What stands in a string where Node found a byte that is no UTF-8. */
const replacement = '\u{fffd}';

/** What is said of it: its value is left out, as it may be a secret. */
export const rawBytesReason = 'it holds a byte that is not UTF-8, and another one would take its place';

/** Whether a text from outside has lost bytes on its way. */
export function hasRawBytes(text: string): boolean {
  return text.includes(replacement);
}
