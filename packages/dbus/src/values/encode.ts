import { Variant as LibraryVariant } from '@jellybrick/dbus-next';
import type { Variant } from '../bus.ts';
import { DBusError } from '../dbus-error.ts';
import { checkBasic, misfit } from './check-value.ts';
import { type DBusType, parseSignature, parseSingleType } from './signature.ts';

/** Longest array in bytes that the specification allows. */
const maxArrayBytes = 0x400_0000;

/**
 * Converts our values to those of the library: `Buffer` for bytes, its own class for variants.
 *
 * @throws DBusError `invalid` when they do not fit `signature`
 */
export function encodeBody(signature: string, body: readonly unknown[]): unknown[] {
  const types = parseSignature(signature);
  if (types.length !== body.length) {
    throw new DBusError('invalid', `'${signature}' takes ${types.length} values, and ${body.length} were given`);
  }
  return types.map((type, index) => encode(type, body[index], `value ${index + 1} of '${signature}'`));
}

function encode(type: DBusType, value: unknown, where: string): unknown {
  switch (type.kind) {
    case 'basic':
      checkBasic(type.text, value, where);
      return value;
    case 'variant':
      return encodeVariant(value, where);
    case 'bytes':
      return encodeBytes(value, where);
    case 'array':
      if (!Array.isArray(value)) throw misfit(where, 'an array', value);
      return value.map((item, index) => encode(type.element, item, `${where}[${index}]`));
    case 'struct':
      if (!Array.isArray(value) || value.length !== type.members.length) {
        throw misfit(where, `an array of ${type.members.length}`, value);
      }
      return type.members.map((member, index) => encode(member, value[index], `${where}[${index}]`));
    case 'dictionary':
      return encodeDictionary(type.key, type.value, value, where);
  }
}

function encodeVariant(value: unknown, where: string): LibraryVariant {
  if (!isVariant(value)) throw misfit(where, 'a variant { signature, value }', value);
  const type = parseSingleType(value.signature);
  return new LibraryVariant(value.signature, encode(type, value.value, `${where}, a '${value.signature}',`));
}

function encodeBytes(value: unknown, where: string): Buffer {
  if (!(value instanceof Uint8Array)) throw misfit(where, 'a Uint8Array', value);
  if (value.length > maxArrayBytes) throw new DBusError('invalid', `${where} is longer than 64 MiB`);
  // A view on the bytes alone: the memory behind them may be larger, and may change before it is sent.
  return Buffer.from(value);
}

function encodeDictionary(key: DBusType, valueType: DBusType, value: unknown, where: string): Record<string, unknown> {
  if (!isPlainObject(value)) throw misfit(where, 'a plain object', value);
  const entries = Object.entries(value).map(([name, item]) => {
    checkKey(key.text, name, where);
    return [name, encode(valueType, item, `${where}['${name}']`)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Checks a key of an object. It is text, from which the library must be able to read the number or boolean that is
 * meant.
 */
function checkKey(type: string, name: string, where: string): void {
  const place = `key '${name}' of ${where}`;
  if ('sog'.includes(type)) return checkBasic(type, name, place);
  if ('ynqi'.includes(type) && /^-?\d+$/.test(name)) return checkBasic(type, Number(name), place);
  if (type === 'b' && (name === 'true' || name === 'false')) return;
  // The library reads no keys of the types u, x, t and d.
  throw new DBusError('invalid', `${place} cannot be sent as '${type}'`);
}

function isVariant(value: unknown): value is Variant {
  return isPlainObject(value) && typeof value['signature'] === 'string' && 'value' in value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
