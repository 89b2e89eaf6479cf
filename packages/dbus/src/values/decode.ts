import { Variant as LibraryVariant } from '@jellybrick/dbus-next';
import { DBusError } from '../dbus-error.ts';
import { type DBusType, parseSignature, parseSingleType } from './signature.ts';

/**
 * Converts values of the library to ours: `Uint8Array` for bytes, `{ signature, value }` for variants.
 *
 * @throws DBusError `invalid` when they are not what `signature` says
 */
export function decodeBody(signature: string, body: readonly unknown[]): unknown[] {
  return parseSignature(signature).map((type, index) => decode(type, body[index]));
}

function decode(type: DBusType, value: unknown): unknown {
  switch (type.kind) {
    case 'basic':
      return value;
    case 'variant':
      if (!(value instanceof LibraryVariant)) throw unreadable(type);
      return { signature: value.signature, value: decode(parseSingleType(value.signature), value.value) };
    case 'bytes':
      // A copy: the library hands out a window on the whole message.
      if (!(value instanceof Uint8Array)) throw unreadable(type);
      return new Uint8Array(value);
    case 'array':
      if (!Array.isArray(value)) throw unreadable(type);
      return value.map((item) => decode(type.element, item));
    case 'struct':
      if (!Array.isArray(value)) throw unreadable(type);
      return type.members.map((member, index) => decode(member, value[index]));
    case 'dictionary':
      if (typeof value !== 'object' || value === null) throw unreadable(type);
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, decode(type.value, item)]));
  }
}

function unreadable(type: DBusType): DBusError {
  return new DBusError('invalid', `the library read no '${type.text}' where the signature says so`);
}
