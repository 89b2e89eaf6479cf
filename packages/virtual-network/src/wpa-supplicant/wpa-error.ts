import { type DBusError, errorReply } from '@esp-prov/dbus';

/** The errors of wpa_supplicant 2.10, with its own words. */
export const wpaErrors = {
  unknownError: (text: string): DBusError => errorReply('fi.w1.wpa_supplicant1.UnknownError', text),
  invalidArgs: (text: string = 'Did not receive correct message arguments.'): DBusError =>
    errorReply('fi.w1.wpa_supplicant1.InvalidArgs', text),
  invalidFormat: (): DBusError => errorReply('org.freedesktop.DBus.Error.InvalidArgs', 'invalid message format'),
  interfaceExists: (): DBusError =>
    errorReply('fi.w1.wpa_supplicant1.InterfaceExists', 'wpa_supplicant already controls this interface.'),
  interfaceUnknown: (): DBusError =>
    errorReply('fi.w1.wpa_supplicant1.InterfaceUnknown', 'wpa_supplicant knows nothing about this interface.'),
  networkUnknown: (): DBusError =>
    errorReply('fi.w1.wpa_supplicant1.NetworkUnknown', 'There is no such a network in this interface.'),
  notConnected: (): DBusError => errorReply('fi.w1.wpa_supplicant1.NotConnected', 'This interface is not connected'),
  scanError: (): DBusError => errorReply('fi.w1.wpa_supplicant1.Interface.ScanError', 'Scan request rejected'),
} as const;
