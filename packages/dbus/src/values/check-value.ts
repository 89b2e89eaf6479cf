import { DBusError } from '../dbus-error.ts';
import { parseSignature } from './signature.ts';

const integers: Readonly<Record<string, readonly [least: number, most: number]>> = {
  y: [0, 0xff],
  n: [-0x8000, 0x7fff],
  q: [0, 0xffff],
  i: [-0x8000_0000, 0x7fff_ffff],
  u: [0, 0xffff_ffff],
};

const bigIntegers: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  // One less than 64 bits hold at the lower end: the library refuses -2^63.
  x: [-0x7fff_ffff_ffff_ffffn, 0x7fff_ffff_ffff_ffffn],
  t: [0n, 0xffff_ffff_ffff_ffffn],
};

const objectPath = /^\/$|^(\/[A-Za-z0-9_]+)+$/;

/** Throws unless `value` is one of the basic type `type`; `where` says in the message which value it was. */
export function checkBasic(type: string, value: unknown, where: string): void {
  if (type in integers) return checkInteger(type, value, where);
  if (type in bigIntegers) return checkBigInteger(type, value, where);
  switch (type) {
    case 'b':
      if (typeof value !== 'boolean') throw misfit(where, 'a boolean', value);
      return;
    case 'd':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw misfit(where, 'a finite number', value);
      return;
    case 's':
      checkText(value, where, 'text');
      return;
    case 'o':
      checkText(value, where, 'an object path');
      if (!objectPath.test(value as string)) throw misfit(where, "an object path such as '/org/example'", value);
      return;
    case 'g':
      checkText(value, where, 'a signature');
      parseSignature(value as string);
      return;
    default:
      throw new DBusError('invalid', `${where}: Node cannot send file descriptors (type '${type}')`);
  }
}

/**
 * Returns the error for a value of the wrong kind; it names that kind and never the value, which may be a
 * secret.
 */
export function misfit(where: string, wanted: string, value: unknown): DBusError {
  return new DBusError('invalid', `${where} has to be ${wanted}, not ${kindOf(value)}`);
}

function checkInteger(type: string, value: unknown, where: string): void {
  const [least, most] = integers[type] ?? [0, 0];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return;
  throw misfit(where, `a whole number from ${least} to ${most}`, value);
}

function checkBigInteger(type: string, value: unknown, where: string): void {
  const [least, most] = bigIntegers[type] ?? [0n, 0n];
  if (typeof value === 'bigint' && value >= least && value <= most) return;
  throw misfit(where, `a bigint from ${least} to ${most}`, value);
}

function checkText(value: unknown, where: string, wanted: string): void {
  if (typeof value !== 'string') throw misfit(where, wanted, value);
  if (value.includes('\0')) throw new DBusError('invalid', `${where} holds a NUL, which D-Bus text cannot`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value === 'number') return Number.isInteger(value) ? 'a number out of range' : 'a fraction';
  if (typeof value === 'bigint') return 'a bigint';
  return typeof value === 'object' ? 'an object' : typeof value;
}
