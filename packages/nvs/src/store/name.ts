import { NvsError } from '../nvs-error.ts';
import { maxNameSize } from '../pages/item.ts';
import { decodeUtf8, utf8 } from '../utf8.ts';

/** Returns a namespace or key as items keep it: one character for each byte of its UTF-8 form. */
export function encodeName(name: string): string {
  const bytes = utf8(name);
  if (bytes.length === 0 || bytes.length > maxNameSize || bytes.includes(0)) {
    throw new NvsError('nvs/invalid-name', `"${name}" has not 1 to ${maxNameSize} bytes without NUL`, {
      details: { name, size: bytes.length },
    });
  }
  return String.fromCharCode(...bytes);
}

/** Returns the text of a name that an item keeps; bytes that are not UTF-8 stay single characters. */
export function decodeName(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name;
  return decodeUtf8(Uint8Array.from(name, (character) => character.charCodeAt(0))) ?? name;
}
