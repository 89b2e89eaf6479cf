import { isDBusError } from '@esp-prov/dbus';
import { daemonError } from '../wifi/daemon-error.ts';

/** Errors of NetworkManager that mean: not with the rights of this user. */
const refusals = /^org\.freedesktop\.NetworkManager\.(.+\.)?PermissionDenied$/;

/** Errors that mean: the device, the connection or its profile is not there any more. */
const gone =
  /^org\.freedesktop\.(DBus\.Error\.Unknown(Object|Method|Interface|Property)|NetworkManager\.(UnknownDevice|UnknownConnection|ConnectionNotActive|Settings\.InvalidConnection))$/;

/**
 * Returns a failure of the bus or of NetworkManager as the failure of the board that it is; any other error comes back as
 * it is.
 *
 * @param doing - what was tried, such as `scan`
 */
export function nmError(error: unknown, doing: string): unknown {
  return daemonError(error, doing, refusals);
}

/** Whether an error means that the object is not there any more. */
export function meansGone(error: unknown): boolean {
  return isDBusError(error, 'reply') && gone.test(error.errorName);
}
