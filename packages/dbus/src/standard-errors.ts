import type { IncomingCall } from './bus.ts';
import { DBusError } from './dbus-error.ts';

/** Returns an answer that is an error: `errorName` is its D-Bus name, such as `org.bluez.Error.Failed`. */
export function errorReply(errorName: string, message: string): DBusError {
  return new DBusError('reply', message, { errorName });
}

/** Returns the answer to a call of an unknown method. */
export function unknownMethod(call: IncomingCall): DBusError {
  const message = `There is no method '${call.member}' of interface '${call.interface}' at ${call.path}`;
  return errorReply('org.freedesktop.DBus.Error.UnknownMethod', message);
}

/** Returns the answer to a call to an object that is not there. */
export function unknownObject(path: string): DBusError {
  return errorReply('org.freedesktop.DBus.Error.UnknownObject', `There is no object at ${path}`);
}

/** Returns the answer to a call with arguments that the method does not take. */
export function invalidArgs(message: string): DBusError {
  return errorReply('org.freedesktop.DBus.Error.InvalidArgs', message);
}

/** Returns the answer for an error of ours that has no name on the bus. */
export function failed(error: unknown): DBusError {
  const message = error instanceof Error ? error.message : String(error);
  return new DBusError('reply', message, { errorName: 'org.freedesktop.DBus.Error.Failed', cause: error });
}
