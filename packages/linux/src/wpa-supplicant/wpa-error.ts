import { type DBusError, isDBusError } from '@esp-prov/dbus';
import { type ErrorCode, foreignText, ProvisioningError } from '@esp-prov/protocol';

/** Errors of the bus that mean: wpa_supplicant does not run, or has just ended, and could not be started. */
const serviceAbsent =
  /^org\.freedesktop\.(DBus\.Error\.(ServiceUnknown|NameHasNoOwner|NoReply|TimedOut|Disconnected|Spawn\..+)|systemd1\..+)$/;

/** Errors of the bus that mean: not with the rights of this user. Debian lets in root and the group netdev. */
const notPermitted = /^org\.freedesktop\.DBus\.Error\.(AccessDenied|AuthFailed|InteractiveAuthorizationRequired)$/;

/** Errors that mean: the interface, the network or the access point is not there any more. */
const gone =
  /^(org\.freedesktop\.DBus\.Error\.Unknown(Object|Method|Interface)|fi\.w1\.wpa_supplicant1\.(InterfaceUnknown|NetworkUnknown))$/;

/**
 * Returns a failure of the bus or of wpa_supplicant as the failure of the board that it is; any other error comes back
 * as it is.
 *
 * @param doing - what was tried, such as `scan`
 */
export function wpaError(error: unknown, doing: string): unknown {
  if (!isDBusError(error)) return error;
  const name = foreignText(error.errorName, 100);
  const said = foreignText(error.message, 200);
  return new ProvisioningError(codeOf(error), `cannot ${doing}: ${said}${name === '' ? '' : ` (${name})`}`, {
    cause: error,
    details: name === '' ? {} : { dbusError: name },
  });
}

/** Whether an error means that wpa_supplicant has ended, or not started yet. */
export function meansAbsent(error: unknown): boolean {
  return isDBusError(error, 'reply') && serviceAbsent.test(error.errorName);
}

/** Whether an error means that the object is not there any more. */
export function meansGone(error: unknown): boolean {
  return isDBusError(error, 'reply') && gone.test(error.errorName);
}

/** Whether an error is one of wpa_supplicant's own, by the last part of its name. */
export function isWpaError(error: unknown, name: string): boolean {
  return isDBusError(error, 'reply', `fi.w1.wpa_supplicant1.${name}`);
}

function codeOf({ code, errorName }: DBusError): ErrorCode {
  if (code === 'no-bus' || code === 'lost') return 'board/no-service';
  if (code === 'refused') return 'board/not-permitted';
  if (code === 'closed') return 'link/closed';
  if (code !== 'reply') return 'board/refused';
  if (serviceAbsent.test(errorName)) return 'board/no-service';
  return notPermitted.test(errorName) ? 'board/not-permitted' : 'board/refused';
}
