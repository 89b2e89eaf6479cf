import { type DBusError, errorReply } from '@esp-prov/dbus';
import { nmName } from './nm-names.ts';

/** Returns an error of the manager: the last part of its name, and its text. */
export function managerError(name: string, text: string): DBusError {
  return errorReply(`${nmName}.${name}`, text);
}

/** Returns an error of a device. */
export function deviceError(name: string, text: string): DBusError {
  return errorReply(`${nmName}.Device.${name}`, text);
}

/** Returns an error of the settings. */
export function settingsError(name: string, text: string): DBusError {
  return errorReply(`${nmName}.Settings.${name}`, text);
}

/** Returns an error that says what is wrong with a profile. */
export function profileError(name: string, text: string): DBusError {
  return errorReply(`${nmName}.Settings.Connection.${name}`, text);
}
