import { type Bytes, ProvisioningError } from '@esp-prov/protocol';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map(Array.from(alphabet, (digit, value) => [digit, value]));

/** Returns bytes as Base64 with padding. RFC 4648, section 4 */
export function encodeBase64(bytes: Uint8Array): string {
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
 * @throws ProvisioningError `usage/invalid-option` for any other text, whose content the message does not repeat
 */
export function decodeBase64(text: unknown): Bytes {
  if (typeof text !== 'string') throw refusal();
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

function refusal(): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', 'the data for an endpoint are no Base64');
}
