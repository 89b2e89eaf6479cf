import { type DBusError, isDBusError } from '@esp-prov/dbus';
import { type ErrorCode, foreignText, ProvisioningError } from '@esp-prov/protocol';

/** Errors of the bus that mean: NetworkManager does not run, or has just ended. */
const serviceAbsent =
  /^org\.freedesktop\.(DBus\.Error\.(ServiceUnknown|NameHasNoOwner|NoReply|TimedOut|Disconnected|Spawn\..+)|systemd1\..+)$/;

/** Errors that mean: not with the rights of this user. */
const notPermitted =
  /^org\.freedesktop\.(DBus\.Error\.(AccessDenied|AuthFailed|InteractiveAuthorizationRequired)|NetworkManager\.(.+\.)?PermissionDenied)$/;

/**
 * Returns a failure of the bus or of NetworkManager as the failure of the board that it is; any other error comes back as
 * it is.
 *
 * @param doing - what was tried, such as `scan`
 */
export function nmError(error: unknown, doing: string): unknown {
  if (!isDBusError(error)) return error;
  const name = foreignText(error.errorName, 100);
  const said = foreignText(error.message, 200);
  return new ProvisioningError(codeOf(error), `cannot ${doing}: ${said}${name === '' ? '' : ` (${name})`}`, {
    cause: error,
    details: name === '' ? {} : { dbusError: name },
  });
}

/** Whether an error means that NetworkManager has ended, or not started yet. */
export function meansAbsent(error: unknown): boolean {
  return isDBusError(error, 'reply') && serviceAbsent.test(error.errorName);
}

/** Whether an error means that the object is not there any more. */
export function meansGone(error: unknown): boolean {
  return (
    isDBusError(error, 'reply') &&
    /^org\.freedesktop\.(DBus\.Error\.Unknown(Object|Method|Interface|Property)|NetworkManager\.(UnknownDevice|UnknownConnection|ConnectionNotActive|Settings\.InvalidConnection))$/.test(
      error.errorName,
    )
  );
}

function codeOf({ code, errorName }: DBusError): ErrorCode {
  if (code === 'no-bus' || code === 'lost') return 'board/no-service';
  if (code === 'refused') return 'board/not-permitted';
  if (code === 'closed') return 'link/closed';
  if (code !== 'reply') return 'board/refused';
  if (serviceAbsent.test(errorName)) return 'board/no-service';
  return notPermitted.test(errorName) ? 'board/not-permitted' : 'board/refused';
}
