import { isDBusError } from '@esp-prov/dbus';
import { daemonError } from '../wifi/daemon-error.ts';

/** Errors that mean: the interface, the network or the access point is not there any more. */
const gone =
  /^(org\.freedesktop\.DBus\.Error\.Unknown(Object|Method|Interface)|fi\.w1\.wpa_supplicant1\.(InterfaceUnknown|NetworkUnknown))$/;

/**
 * Returns a failure of the bus or of wpa_supplicant as the failure of the board that it is; any other error comes back
 * as it is. Who may use wpa_supplicant is decided by the bus: Debian lets in root and the group netdev.
 *
 * @param doing - what was tried, such as `scan`
 */
export function wpaError(error: unknown, doing: string): unknown {
  return daemonError(error, doing);
}

/** Whether an error means that the object is not there any more. */
export function meansGone(error: unknown): boolean {
  return isDBusError(error, 'reply') && gone.test(error.errorName);
}

/** Whether an error is one of wpa_supplicant's own, by the last part of its name. */
export function isWpaError(error: unknown, name: string): boolean {
  return isDBusError(error, 'reply', `fi.w1.wpa_supplicant1.${name}`);
}
