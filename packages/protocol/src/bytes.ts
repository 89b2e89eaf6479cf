/** Bytes that own a plain `ArrayBuffer`; every result of this project has this type, arguments take any `Uint8Array`. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** Returns the UTF-8 bytes of `text`. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** How text becomes bytes: as UTF-8, or as Latin-1, which is what esp_prov sends. */
export type TextEncoding = 'utf8' | 'latin1';

/**
 * Returns the bytes of `text` in an encoding.
 *
 * @throws TypeError when Latin-1 has no byte for a character
 */
export function encodeText(text: string, encoding: TextEncoding = 'utf8'): Bytes {
  if (encoding === 'utf8') return utf8(text);
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) as number;
    if (code > 0xff) throw new TypeError('the text has a character that Latin-1 does not have');
    return code;
  });
}

/** Decodes `bytes` as text where they are valid UTF-8, else `undefined`. A byte-order mark is kept as a character. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Returns lower-case hexadecimal digits, two for each byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/**
 * Returns the bytes that hexadecimal digits of either case stand for.
 *
 * @throws TypeError when the text has an odd length or another character
 */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0)
    throw new TypeError(`Expected an even number of hexadecimal digits, for example 0a1b; received ${text.length}`);
  if (!/^[0-9a-fA-F]*$/.test(text)) throw new TypeError('Expected hexadecimal digits only, for example 0a1b');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Returns the parts one after another. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Returns `a` XOR `b`, for arrays of one length. */
export function xorBytes(a: Uint8Array, b: Uint8Array): Bytes {
  if (a.length !== b.length) throw new RangeError(`cannot XOR ${a.length} bytes with ${b.length}`);
  return Uint8Array.from(a, (byte, i) => byte ^ (b[i] as number));
}

/** Whether both hold the same bytes, in time that depends on the lengths alone. */
export function equalConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}
