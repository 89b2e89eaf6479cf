/** Bytes kept for a reader who is busy or away. */
const longestBacklog = 65_536;

/** Writes characters to whoever is at the other end of a serial line, which loses what nobody hears. */
export function writeHeard(output: NodeJS.WritableStream & { readonly writableLength: number }, text: string): void {
  if (output.writableLength < longestBacklog) output.write(text, 'latin1');
}
