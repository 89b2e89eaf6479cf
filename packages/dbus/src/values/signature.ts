import { DBusError } from '../dbus-error.ts';

/** One complete type of a signature, taken apart. */
export type DBusType =
  | { readonly kind: 'basic'; readonly text: string }
  | { readonly kind: 'variant'; readonly text: string }
  | { readonly kind: 'bytes'; readonly text: string }
  | { readonly kind: 'array'; readonly text: string; readonly element: DBusType }
  | { readonly kind: 'dictionary'; readonly text: string; readonly key: DBusType; readonly value: DBusType }
  | { readonly kind: 'struct'; readonly text: string; readonly members: readonly DBusType[] };

const basicTypes = 'ybnqiuxtdsogh';
/** Nesting that the specification allows for arrays, and again for structs. */
const maxDepth = 32;
const parsed = new Map<string, readonly DBusType[]>();

/**
 * Returns the complete types of a signature, in order: `sa{sv}as` is `s`, `a{sv}`, `as`.
 *
 * @throws DBusError `invalid` when it is no signature
 */
export function splitSignature(signature: string): string[] {
  return parseSignature(signature).map((type) => type.text);
}

/** Returns the complete types of a signature, taken apart. @throws DBusError `invalid` when it is no signature */
export function parseSignature(signature: string): readonly DBusType[] {
  const known = parsed.get(signature);
  if (known !== undefined) return known;
  if (signature.length > 255) throw notASignature(signature, 'it is longer than 255 characters');
  const types: DBusType[] = [];
  for (let at = 0; at < signature.length; ) {
    const type = readType(signature, at, 0);
    types.push(type);
    at += type.text.length;
  }
  // Programs use a few dozen signatures; one that is fed foreign ones must not grow for ever.
  if (parsed.size < 1000) parsed.set(signature, types);
  return types;
}

/** Returns the one complete type that `signature` is. @throws DBusError `invalid` when it is none or several */
export function parseSingleType(signature: string): DBusType {
  const [type, ...rest] = parseSignature(signature);
  if (type === undefined || rest.length > 0) throw notASignature(signature, 'expected one complete type');
  return type;
}

function readType(signature: string, start: number, depth: number): DBusType {
  const letter = signature[start];
  if (letter === undefined) throw notASignature(signature, 'it ends in the middle of a type');
  if (depth > maxDepth) throw notASignature(signature, `it is nested deeper than ${maxDepth}`);
  if (basicTypes.includes(letter)) return { kind: 'basic', text: letter };
  if (letter === 'v') return { kind: 'variant', text: letter };
  if (letter === 'a') return readArray(signature, start, depth);
  if (letter === '(') return readStruct(signature, start, depth);
  throw notASignature(signature, `'${letter}' is not a type here`);
}

function readArray(signature: string, start: number, depth: number): DBusType {
  if (signature[start + 1] !== '{') {
    const element = readType(signature, start + 1, depth + 1);
    return element.text === 'y' ? { kind: 'bytes', text: 'ay' } : { kind: 'array', text: `a${element.text}`, element };
  }
  const key = readType(signature, start + 2, depth + 1);
  if (key.kind !== 'basic') throw notASignature(signature, 'the key of a dictionary is a basic type');
  const value = readType(signature, start + 2 + key.text.length, depth + 1);
  const text = `a{${key.text}${value.text}}`;
  if (signature[start + text.length - 1] !== '}') {
    throw notASignature(signature, 'a dictionary has one key type and one value type');
  }
  return { kind: 'dictionary', text, key, value };
}

function readStruct(signature: string, start: number, depth: number): DBusType {
  const members: DBusType[] = [];
  let at = start + 1;
  while (signature[at] !== ')') {
    const member = readType(signature, at, depth + 1);
    members.push(member);
    at += member.text.length;
  }
  if (members.length === 0) throw notASignature(signature, 'a struct has at least one member');
  return { kind: 'struct', text: signature.slice(start, at + 1), members };
}

function notASignature(signature: string, reason: string): DBusError {
  return new DBusError('invalid', `'${signature}' is not a D-Bus signature here: ${reason}`);
}
