// The package bluez has the same names, errors and numbers again, on purpose: what judges our side must not share them
// with it.

/** Interfaces of bluetoothd, and those that it wants of programs. */
export const bluezInterfaces = {
  adapter: 'org.bluez.Adapter1',
  advertisement: 'org.bluez.LEAdvertisement1',
  advertisingManager: 'org.bluez.LEAdvertisingManager1',
  agent: 'org.bluez.Agent1',
  agentManager: 'org.bluez.AgentManager1',
  characteristic: 'org.bluez.GattCharacteristic1',
  descriptor: 'org.bluez.GattDescriptor1',
  device: 'org.bluez.Device1',
  gattManager: 'org.bluez.GattManager1',
  profileManager: 'org.bluez.ProfileManager1',
  service: 'org.bluez.GattService1',
} as const;

/** Interfaces that D-Bus itself defines. */
export const standardInterfaces = {
  bus: 'org.freedesktop.DBus',
  objectManager: 'org.freedesktop.DBus.ObjectManager',
  properties: 'org.freedesktop.DBus.Properties',
} as const;

/** Object that is there without any adapter. */
export const bluezRoot = '/org/bluez';
