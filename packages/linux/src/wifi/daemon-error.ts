import { type DBusError, isDBusError } from '@esp-prov/dbus';
import { type ErrorCode, foreignText, ProvisioningError } from '@esp-prov/protocol';

/** Errors of the bus that mean: the service does not run, or has just ended, and could not be started. */
const serviceAbsent =
  /^org\.freedesktop\.(DBus\.Error\.(ServiceUnknown|NameHasNoOwner|NoReply|TimedOut|Disconnected|Spawn\..+)|systemd1\..+)$/;

/** Errors of the bus that mean: not with the rights of this user. */
const notPermitted = /^org\.freedesktop\.DBus\.Error\.(AccessDenied|AuthFailed|InteractiveAuthorizationRequired)$/;

/**
 * Returns a failure of the bus or of a Wi-Fi service as the failure of the board that it is; any other error comes back
 * as it is.
 *
 * @param doing - what was tried, such as `scan`
 * @param refusals - names of the service's own errors that mean: not with the rights of this user
 */
export function daemonError(error: unknown, doing: string, refusals?: RegExp): unknown {
  if (!isDBusError(error)) return error;
  const name = foreignText(error.errorName, 100);
  const said = foreignText(error.message, 200);
  const text = `cannot ${doing}: ${said}${name === '' ? '' : ` (${name})`}`;
  const details = name === '' ? {} : { dbusError: name };
  return new ProvisioningError(codeOf(error, refusals), text, { cause: error, details });
}

/** Whether an error means that the service has ended, or not started yet. */
export function meansAbsent(error: unknown): boolean {
  return isDBusError(error, 'reply') && serviceAbsent.test(error.errorName);
}

/** Returns the error for an interface that is not there. */
export function noRadio(interfaceName: string): ProvisioningError {
  const text = `the interface ${interfaceName} is not there`;
  return new ProvisioningError('board/no-radio', text, { details: { interface: interfaceName } });
}

function codeOf({ code, errorName }: DBusError, refusals: RegExp | undefined): ErrorCode {
  if (code === 'no-bus' || code === 'lost') return 'board/no-service';
  if (code === 'refused') return 'board/not-permitted';
  if (code === 'closed') return 'link/closed';
  if (code !== 'reply') return 'board/refused';
  if (serviceAbsent.test(errorName)) return 'board/no-service';
  return notPermitted.test(errorName) || refusals?.test(errorName) ? 'board/not-permitted' : 'board/refused';
}
