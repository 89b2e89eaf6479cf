import type { Bytes } from '@esp-prov/protocol';

/** Longest line, its CR included: the firmware's buffer has 256 bytes, one of them for the end. */
export const maxConsoleLine = 255;

/** Most words of a line; further ones are dropped. esp-idf: console/split_argv.c with max_cmdline_args 8 */
const maxWords = 7;

/**
 * Returns the words of a line: parted by blanks, with quotes around a word and `\` before a quote, a blank or another
 * `\`. The CR at the end of a line is no blank, so it belongs to the last word.
 */
export function splitConsoleLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let i = 0; i < line.length && words.length < maxWords; i++) {
    const character = line[i] as string;
    if (character === '\\') {
      const next = line[++i] ?? '';
      word = (word ?? '') + (/[\\" ]/.test(next) ? next : '');
    } else if (character === '"' && (quoted || word === undefined)) {
      if (quoted) words.push(word ?? '');
      word = quoted ? undefined : '';
      quoted = !quoted;
    } else if (character === ' ' && !quoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined && words.length < maxWords) words.push(word);
  return words;
}

/**
 * Returns the bytes of a word of hexadecimal digits, as forgiving as the firmware: two characters make a byte, of a
 * pair the digits before the first other character count, and a pair without any leaves what was in memory, here 0. A
 * last odd character is dropped; directly before the CR, which completes the pair, it counts as a digit.
 */
export function readConsoleHex(word: string): Bytes {
  const bytes = new Uint8Array(Math.floor(word.length / 2));
  for (let i = 0; i < bytes.length; i++) {
    const [digits = ''] = /^[0-9a-f]*/i.exec(word.slice(2 * i, 2 * i + 2)) ?? [];
    bytes[i] = digits === '' ? 0 : Number.parseInt(digits, 16);
  }
  return bytes;
}

/**
 * Returns the number of a transport session: the digits at the start of a word as 32 bits without sign, 0 without any.
 */
export function readConsoleSession(word: string): number {
  return Number(/^[+-]?\d+/.exec(word)?.[0] ?? 0) >>> 0;
}
