/** Bytes kept for a reader that is busy or away. */
const longestBacklog = 65_536;

/** Writes characters to the other end of a serial line; without a reader they are lost. */
export function writeHeard(output: NodeJS.WritableStream & { readonly writableLength: number }, text: string): void {
  if (output.writableLength < longestBacklog) output.write(text, 'latin1');
}
