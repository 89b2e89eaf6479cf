/** Well-known name of bluetoothd on the system bus. */
export const bluezName = 'org.bluez';

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
  service: 'org.bluez.GattService1',
} as const;

/** Interfaces that D-Bus itself defines. */
export const standardInterfaces = {
  bus: 'org.freedesktop.DBus',
  objectManager: 'org.freedesktop.DBus.ObjectManager',
  properties: 'org.freedesktop.DBus.Properties',
} as const;

/** Object of bluetoothd that is there without any adapter: agents are registered with it. */
export const bluezRoot = '/org/bluez';

/** Returns the D-Bus name of an error of bluetoothd, from its last part such as `NotReady`. */
export function bluezErrorName(last: string): string {
  return `org.bluez.Error.${last}`;
}
