import type { Bytes } from './bytes.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map(Array.from(alphabet, (digit, value) => [digit, value]));

/** Returns bytes as Base64 with padding. Platforms share no function for this. RFC 4648, section 4 */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two, three] = bytes.subarray(at, at + 3);
    const group = (one << 16) | ((two ?? 0) << 8) | (three ?? 0);
    text += digit(group >> 18) + digit(group >> 12);
    text += (two === undefined ? '=' : digit(group >> 6)) + (three === undefined ? '=' : digit(group));
  }
  return text;
}

/**
 * Returns the bytes of a Base64 text; the padding may be left out.
 *
 * @throws TypeError for any other text, which the message does not repeat, as it may be a secret
 */
export function fromBase64(text: string): Bytes {
  const digits = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text;
  if (digits.length % 4 === 1) throw refusal();
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [group, bits, at] = [0, 0, 0];
  for (const each of digits) {
    const value = values.get(each);
    if (value === undefined) throw refusal();
    group = ((group << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = group >> bits;
  }
  // Bits behind the last byte would be lost without a word.
  if (group & ((1 << bits) - 1)) throw refusal();
  return bytes;
}

function digit(group: number): string {
  return alphabet.charAt(group & 0x3f);
}

function refusal(): TypeError {
  return new TypeError('Expected Base64, for example AP8=');
}
