/** Words of a device for a screen: lines and tabs stay, other control characters would command the terminal. */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '\u{fffd}');
}
