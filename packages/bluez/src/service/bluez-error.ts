import { type DBusError, isDBusError } from '@esp-prov/dbus';
import { type ErrorCode, ProvisioningError } from '@esp-prov/protocol';

/** Errors of the bus that mean: org.bluez has no owner, and none could be started. */
const serviceAbsent =
  /^org\.freedesktop\.(DBus\.Error\.(ServiceUnknown|NameHasNoOwner|NoReply|TimedOut|Disconnected|Spawn\..+)|systemd1\..+)$/;

/** Errors of the bus and of bluetoothd that mean: not with your rights. */
const notPermitted = /^org\.freedesktop\.DBus\.Error\.(AccessDenied|AuthFailed|InteractiveAuthorizationRequired)$/;

/** Errors of the bus that mean: bluetoothd is there, the adapter is not. */
const objectAbsent =
  /^org\.freedesktop\.DBus\.Error\.Unknown(Object|Method|Interface)$|^org\.bluez\.Error\.NoSuchAdapter$/;

/**
 * Returns a failure of the bus or of bluetoothd as the failure of the machine that it is, `doing` being what was tried,
 * such as `start a scan`. What is neither of the two comes back as it is.
 */
export function bluezError(error: unknown, doing: string): unknown {
  if (!isDBusError(error)) return error;
  const code = codeOf(error);
  const reason = error.errorName === '' ? error.message : `${error.message} (${error.errorName})`;
  const details = error.errorName === '' ? {} : { dbusError: error.errorName };
  return new ProvisioningError(code, `cannot ${doing}: ${reason}`, { cause: error, details });
}

function codeOf(error: DBusError): ErrorCode {
  switch (error.code) {
    case 'no-bus':
    case 'lost':
      return 'bluetooth/no-bus';
    case 'refused':
      return 'bluetooth/not-permitted';
    case 'closed':
      return 'link/closed';
    case 'reply':
      return codeOfReply(error.errorName);
    default:
      return 'bluetooth/refused';
  }
}

function codeOfReply(errorName: string): ErrorCode {
  if (serviceAbsent.test(errorName)) return 'bluetooth/no-service';
  if (notPermitted.test(errorName)) return 'bluetooth/not-permitted';
  if (objectAbsent.test(errorName)) return 'bluetooth/no-adapter';
  if (errorName === 'org.bluez.Error.NotReady') return 'bluetooth/powered-off';
  return 'bluetooth/refused';
}
