/** Returns what the key Esc does at a question, in the words of the line that says the keys. */
export function escapeWords(hasBefore: boolean): string {
  return hasBefore ? 'Esc: back' : 'Esc: stop';
}
