import { type DBusError, isDBusError } from '@esp-prov/dbus';
import { bluezError, bluezErrors, failed, notPermitted } from '../bluez-error.ts';

/** Error codes of the Attribute Protocol. Bluetooth Core Specification, volume 3 part F, 3.4.1.1 */
export const attErrors = {
  invalidHandle: 0x01,
  readNotPermitted: 0x02,
  writeNotPermitted: 0x03,
  insufficientAuthentication: 0x05,
  requestNotSupported: 0x06,
  invalidOffset: 0x07,
  insufficientAuthorization: 0x08,
  invalidLength: 0x0d,
  unlikely: 0x0e,
  insufficientEncryption: 0x0f,
  /** First of the codes that programs may use. */
  application: 0x80,
} as const;

/**
 * Longest value of an attribute in bytes, not taken from the protocol package: this judges what our own side sends.
 * Bluetooth Core Specification, volume 3 part F, 3.2.9
 */
export const maxValue = 512;

/** A request that was answered with an error, or not at all. */
export class AttFailure extends Error {
  override readonly name = 'AttFailure';
  readonly code: number;

  constructor(code: number) {
    super(`ATT error 0x${code.toString(16).padStart(2, '0')}`);
    this.code = code;
  }
}

/** Returns the error by which bluetoothd reports a failed request to a program. src/gatt-client.c of BlueZ 5.66 */
export function attErrorReply(code: number): DBusError {
  switch (code) {
    case attErrors.readNotPermitted:
      return notPermitted('Read not permitted');
    case attErrors.writeNotPermitted:
      return notPermitted('Write not permitted');
    case attErrors.insufficientAuthentication:
    case attErrors.insufficientEncryption:
      return notPermitted('Not paired');
    case attErrors.invalidOffset:
      return bluezError('InvalidArguments', 'Invalid offset');
    case attErrors.invalidLength:
      return bluezError('InvalidArguments', 'Invalid Length');
    case attErrors.insufficientAuthorization:
      return bluezError('NotAuthorized', 'Operation Not Authorized');
    case attErrors.requestNotSupported:
      return bluezErrors.notSupported();
    default:
      return failed(`Operation failed with ATT error: 0x${code.toString(16).padStart(2, '0')}`);
  }
}

/** Returns what bluetoothd makes of the error that a program answers with. src/gatt-database.c of BlueZ 5.66 */
export function attErrorOf(error: unknown, permission: number): number {
  if (!isDBusError(error, 'reply')) return attErrors.unlikely;
  switch (error.errorName) {
    case 'org.bluez.Error.Failed':
      return applicationError(error.message);
    case 'org.bluez.Error.NotSupported':
      return attErrors.requestNotSupported;
    case 'org.bluez.Error.NotAuthorized':
      return attErrors.insufficientAuthorization;
    case 'org.bluez.Error.InvalidValueLength':
      return attErrors.invalidLength;
    case 'org.bluez.Error.InvalidOffset':
      return attErrors.invalidOffset;
    case 'org.bluez.Error.InProgress':
      return 0xfe;
    case 'org.bluez.Error.NotPermitted':
      return permission;
    default:
      return attErrors.unlikely;
  }
}

/** Returns the ATT error for the text of an error: the number that it is, if programs may use that one. */
function applicationError(text: string): number {
  if (!/^\s*[+-]?(0x[0-9a-f]+|\d+)$/i.test(text)) return attErrors.application;
  const code = Number(text);
  return code >= 0x80 && code <= 0x9f ? code : attErrors.unlikely;
}
