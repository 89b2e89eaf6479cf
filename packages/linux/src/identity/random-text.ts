import type { Random } from '@esp-prov/protocol';

/** Letters and digits without those that look alike: 0 and o, 1, i and l. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

/** Values of a byte that give every character the same chance. */
const fairValues = 256 - (256 % alphabet.length);

/** Returns a text that is read and typed without mistakes; 16 characters hold 79 bits. */
export function randomText(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < fairValues && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
