import type { Bytes } from '../flash.ts';

/** The octets of pairs of hex digits, or `undefined` for other text. */
export function decodeHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitValues: ReadonlyMap<string, number> = new Map([...digits].map((digit, i) => [digit, i]));

/** The octets of Base64 with its padding, white space apart, or `undefined` for other text. */
export function decodeBase64(text: string): Bytes | undefined {
  const packed = text.replace(/\s+/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  const bytes = new Uint8Array((packed.replace(/=+$/, '').length * 3) >> 2);
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const digit of packed) {
    bits = ((bits << 6) | (digitValues.get(digit) ?? 0)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    if (at < bytes.length) bytes[at++] = bits >> count;
  }
  return bytes;
}
