import { NvsError } from '../nvs-error.ts';
import { maxNameSize } from '../pages/item.ts';
import { decodeUtf8, utf8 } from '../utf8.ts';

/** A namespace or key as items keep it: one character for each octet of its UTF-8 form. */
export function encodeName(name: string): string {
  const octets = utf8(name);
  if (octets.length === 0 || octets.length > maxNameSize || octets.includes(0)) {
    throw new NvsError('nvs/invalid-name', `"${name}" has not 1 to ${maxNameSize} octets without NUL`, {
      details: { name, size: octets.length },
    });
  }
  return String.fromCharCode(...octets);
}

/** The text of a name that an item keeps; octets that are no UTF-8 stand for themselves. */
export function decodeName(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name;
  return decodeUtf8(Uint8Array.from(name, (character) => character.charCodeAt(0))) ?? name;
}
