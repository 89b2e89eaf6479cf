/** Returns a message as a sentence: a capital at its beginning, a full stop at its end. */
export function sentence(message: string): string {
  const [first = ''] = message;
  const end = /[.!?…]$/.test(message) ? '' : '.';
  return `${first.toUpperCase()}${message.slice(first.length)}${end}`;
}
