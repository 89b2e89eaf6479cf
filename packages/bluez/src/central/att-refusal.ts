import { type DBusError, isDBusError } from '@esp-prov/dbus';
import { ProvisioningError } from '@esp-prov/protocol';
import { bluezErrorName } from '../service/bluez-names.ts';

/** Numbers of the attribute protocol. Bluetooth Core Specification, volume 3 part F, 3.4.1.1 */
export const attErrors = {
  invalidHandle: 0x01,
  readNotPermitted: 0x02,
  writeNotPermitted: 0x03,
  insufficientAuthentication: 0x05,
  requestNotSupported: 0x06,
  invalidOffset: 0x07,
  insufficientAuthorization: 0x08,
  attributeNotFound: 0x0a,
  insufficientKeySize: 0x0c,
  invalidLength: 0x0d,
  unlikely: 0x0e,
  insufficientEncryption: 0x0f,
} as const;

/** What bluetoothd makes of the numbers that it has names for. bluez: src/gatt-client.c, create_gatt_dbus_error */
const namedErrors: readonly (readonly [name: string, text: RegExp, attError: number])[] = [
  ['NotPermitted', /^read not permitted$/i, attErrors.readNotPermitted],
  ['NotPermitted', /^write not permitted$/i, attErrors.writeNotPermitted],
  ['InvalidArguments', /^invalid offset$/i, attErrors.invalidOffset],
  ['InvalidArguments', /^invalid length$/i, attErrors.invalidLength],
  ['InvalidOffset', /^/, attErrors.invalidOffset],
  ['InvalidValueLength', /^/, attErrors.invalidLength],
  ['NotAuthorized', /^/, attErrors.insufficientAuthorization],
  ['NotSupported', /^/, attErrors.requestNotSupported],
];

const wantsEncryption: ReadonlySet<number> = new Set([
  attErrors.insufficientAuthentication,
  attErrors.insufficientKeySize,
  attErrors.insufficientEncryption,
]);

/** Returns the number with which the device refused; undefined when bluetoothd gives none. */
function attErrorOf(error: DBusError): number | undefined {
  const numbered = /\bATT error: 0x([0-9a-f]{1,2})\b/i.exec(error.message);
  if (numbered) return Number.parseInt(numbered[1] as string, 16);
  return namedErrors.find(([name, text]) => error.errorName === bluezErrorName(name) && text.test(error.message))?.[2];
}

/** Whether the device refused because the link is not encrypted; bluetoothd has one text for three numbers. */
export function needsEncryption(error: unknown): error is DBusError {
  if (!isDBusError(error, 'reply')) return false;
  if (error.errorName === bluezErrorName('NotPermitted') && /^not paired$/i.test(error.message)) return true;
  return (
    wantsEncryption.has(attErrorOf(error) ?? 0) || /\binsufficient (authentication|encryption)\b/i.test(error.message)
  );
}

/** Whether the answer can only mean that there is no link any more. */
export function meansNoLink(error: DBusError): boolean {
  if (/^org\.freedesktop\.DBus\.Error\.Unknown(Object|Method|Interface)$/.test(error.errorName)) return true;
  if (error.errorName === bluezErrorName('NotConnected')) return true;
  return error.errorName === bluezErrorName('Failed') && /^not connected$/i.test(error.message);
}

/**
 * Returns the failure of doing `what`, such as `to read …`, that the device with that address answered with `error`.
 */
export function refusal(error: DBusError, what: string, address: string): ProvisioningError {
  const attError = attErrorOf(error);
  const reason = attError === undefined ? error.message : `ATT error 0x${attError.toString(16).padStart(2, '0')}`;
  const details = { dbusError: error.errorName, ...(attError === undefined ? {} : { attError }) };
  if (attError === attErrors.invalidHandle || attError === attErrors.attributeNotFound) {
    const text = `${address} has nothing ${what}, though bluetoothd remembers it (${reason})`;
    return new ProvisioningError('bluetooth/stale-cache', `${text}; forget it with bluetoothctl remove ${address}`, {
      cause: error,
      details: { address, ...details },
    });
  }
  return new ProvisioningError('gatt/refused', `the device refused ${what}: ${reason}`, { cause: error, details });
}
