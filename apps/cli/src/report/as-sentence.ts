/**
 * Returns a message that begins with a capital letter, unless it begins with a name, which means what it says: a file, an
 * address, an option.
 */
export function asSentence(message: string): string {
  return /^[a-z]+[ ,;’']/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
}
