import { type DBusError, errorReply } from '@esp-prov/dbus';
import type { AttError } from '@esp-prov/device';
import { bluezErrorName } from '../service/bluez-names.ts';

/** The request of the central. */
export type AttributeAction = 'read' | 'write';

/**
 * Error names of which bluetoothd makes these numbers; any name that it does not know becomes 0x0e.
 * bluez: src/gatt-database.c, dbus_error_to_att_ecode
 */
const names: Readonly<Record<number, string>> = {
  6: 'NotSupported',
  7: 'InvalidOffset',
  8: 'NotAuthorized',
  13: 'InvalidValueLength',
  14: 'Unlikely',
  253: 'ImproperlyConfigured',
  254: 'InProgress',
};

const notPermitted: Readonly<Record<AttributeAction, number>> = { read: 0x02, write: 0x03 };

/** Refusal of an application without a number of its own, the least of those that are left to applications. */
const applicationError = 0x80;
const lastApplicationError = 0x9f;

/** Numbers of the attribute protocol that this side gives by itself. */
export const attCodes = {
  invalidOffset: 0x07,
  insufficientAuthorization: 0x08,
  invalidLength: 0x0d,
  unlikelyError: 0x0e,
} as const;

/**
 * Returns the answer to bluetoothd that makes it refuse with the number `code`, or with 0x80 where it has no answer for
 * it. Numbers 0x81 to 0x9f need bluetoothd 5.66; older ones make 0x80 of them.
 */
export function attReply(code: number, action: AttributeAction, message: string): DBusError {
  if (code === notPermitted[action]) return errorReply(bluezErrorName('NotPermitted'), message);
  const name = names[code];
  if (name !== undefined) return errorReply(bluezErrorName(name), message);
  const expressible = code >= applicationError && code <= lastApplicationError;
  // Its text is read as a number, so it may contain no explanation.
  return errorReply(bluezErrorName('Failed'), `0x${(expressible ? code : applicationError).toString(16)}`);
}

/** Whether `error` is a refusal with a number; by its shape, as the class belongs to a package that is not loaded here. */
export function isAttError(error: unknown): error is AttError {
  return error instanceof Error && error.name === 'AttError' && 'code' in error && Number.isInteger(error.code);
}
