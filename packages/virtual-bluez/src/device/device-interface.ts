import type { ExportedInterface, ExportedProperty, Variant } from '@esp-prov/dbus';
import { bluezErrors } from '../bluez-error.ts';
import type { Device } from './device.ts';

/** Returns the interface `org.bluez.Device1` of a device. */
export function deviceInterface(device: Device): ExportedInterface {
  const notAvailable = () => {
    throw bluezErrors.notAvailable();
  };
  return {
    properties: properties(device),
    methods: {
      Connect: { in: '', out: '', call: () => device.connect() },
      Disconnect: { in: '', out: '', call: () => device.disconnect() },
      // Profiles are a thing of classic Bluetooth.
      ConnectProfile: { in: 's', out: '', call: notAvailable },
      DisconnectProfile: { in: 's', out: '', call: notAvailable },
      Pair: { in: '', out: '', call: () => device.pair() },
      CancelPairing: { in: '', out: '', call: () => device.cancelPairing() },
    },
  };
}

function properties(device: Device): Record<string, ExportedProperty> {
  const seen = () => device.advertisement;
  return {
    Address: { signature: 's', get: () => device.address },
    AddressType: { signature: 's', get: () => device.addressType },
    Name: { signature: 's', get: () => device.name },
    Alias: { signature: 's', get: () => device.alias, set: (value) => device.setAlias(String(value)) },
    Appearance: { signature: 'q', get: () => seen()?.appearance },
    Paired: { signature: 'b', get: () => device.bonded },
    Bonded: { signature: 'b', get: () => device.bonded },
    Trusted: { signature: 'b', get: () => device.trusted, set: (value) => device.setTrusted(value === true) },
    Blocked: { signature: 'b', get: () => device.blocked, set: (value) => device.setBlocked(value === true) },
    LegacyPairing: { signature: 'b', get: () => false },
    RSSI: { signature: 'n', get: () => device.rssi },
    Connected: { signature: 'b', get: () => device.connected },
    UUIDs: { signature: 'as', get: () => device.uuids },
    Adapter: { signature: 'o', get: () => device.adapter.path },
    ManufacturerData: { signature: 'a{qv}', get: () => asBytes(seen()?.manufacturerData) },
    ServiceData: { signature: 'a{sv}', get: () => asBytes(seen()?.serviceData) },
    TxPower: { signature: 'n', get: () => (device.rssi === undefined ? undefined : seen()?.txPower) },
    ServicesResolved: { signature: 'b', get: () => device.servicesResolved },
    AdvertisingFlags: { signature: 'ay', get: () => flags(seen()?.discoverable) },
  };
}

function asBytes(values: Readonly<Record<string, Uint8Array>> | undefined): Record<string, Variant> | undefined {
  if (values === undefined || Object.keys(values).length === 0) return undefined;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { signature: 'ay', value }]));
}

/** Returns the flags: general discoverable, and no classic Bluetooth. */
function flags(discoverable: boolean | undefined): Uint8Array | undefined {
  return discoverable === undefined ? undefined : Uint8Array.of(discoverable ? 0x06 : 0x04);
}
