import type { Device } from './device.ts';

/** Returns what of a device follows from its advertisement, in a form that can be compared. */
export function advertisedProperties(device: Device): Readonly<Record<string, string>> {
  const { manufacturerData = {}, serviceData = {}, appearance, txPower, discoverable } = device.advertisement ?? {};
  return {
    Name: String(device.name),
    Alias: device.alias,
    UUIDs: device.uuids.join(' '),
    ManufacturerData: JSON.stringify(manufacturerData),
    ServiceData: JSON.stringify(serviceData),
    Appearance: String(appearance),
    TxPower: String(txPower),
    AdvertisingFlags: String(discoverable),
  };
}
