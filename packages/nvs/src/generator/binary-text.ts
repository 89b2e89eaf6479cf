import type { Bytes } from '../flash.ts';

/** Returns the bytes of pairs of hex digits, or `undefined` for other text. */
export function decodeHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  // By hand: verifiers of whole series come as hex digits, and parseInt takes longer than all the rest of an image.
  for (let i = 0; i < bytes.length; i++) {
    const high = hexDigit(text.charCodeAt(2 * i));
    const low = hexDigit(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return undefined;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

/** Returns the value of an ASCII digit, or -1. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitValues: ReadonlyMap<string, number> = new Map([...digits].map((digit, i) => [digit, i]));

/** Returns the bytes of Base64 with its padding, white space apart, or `undefined` for other text. */
export function decodeBase64(text: string): Bytes | undefined {
  const packed = text.replace(/\s+/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  const bytes = new Uint8Array((packed.replace(/={1,2}$/, '').length * 3) >> 2);
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
