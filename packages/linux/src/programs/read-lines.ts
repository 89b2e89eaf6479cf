import type { Readable } from 'node:stream';

/** Characters of a line that are kept. */
const longestLine = 500;

/** Hands each line of a stream to `onLine` until it ends; of a longer one the first 500 characters. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let begun = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const [first = '', ...more] = text.split('\n');
    begun = (begun + first.slice(0, longestLine)).slice(0, longestLine);
    for (const next of more) {
      onLine(begun);
      begun = next.slice(0, longestLine);
    }
  });
  // What a program that ends in the middle of a line has printed of it.
  stream.once('end', () => {
    if (begun !== '') onLine(begun);
  });
  stream.on('error', () => undefined);
}
