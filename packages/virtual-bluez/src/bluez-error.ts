import { type DBusError, errorReply } from '@esp-prov/dbus';

/** Returns an error of bluetoothd: the last part of its name, and its text. */
export function bluezError(name: string, text: string): DBusError {
  return errorReply(`org.bluez.Error.${name}`, text);
}

/** Returns `org.bluez.Error.Failed` with a text that says why. */
export function failed(text: string): DBusError {
  return bluezError('Failed', text);
}

/** Returns `org.bluez.Error.NotPermitted` with a text that says why. */
export function notPermitted(text: string): DBusError {
  return bluezError('NotPermitted', text);
}

/** The errors whose text is always the same, in the words of src/error.c of BlueZ 5.66. */
export const bluezErrors = {
  alreadyExists: (): DBusError => bluezError('AlreadyExists', 'Already Exists'),
  doesNotExist: (): DBusError => bluezError('DoesNotExist', 'Does Not Exist'),
  /** The same is going on already. */
  busy: (): DBusError => bluezError('InProgress', 'Operation already in progress'),
  inProgress: (): DBusError => bluezError('InProgress', 'In Progress'),
  invalidArguments: (): DBusError => bluezError('InvalidArguments', 'Invalid arguments in method call'),
  notAvailable: (): DBusError => bluezError('NotAvailable', 'Operation currently not available'),
  notReady: (): DBusError => bluezError('NotReady', 'Resource Not Ready'),
  notSupported: (): DBusError => bluezError('NotSupported', 'Operation is not supported'),
} as const;
