import type { FoundDevice, ScanFilter } from '@esp-prov/client';
import type { Variant } from '@esp-prov/dbus';
import { type Bytes, concatBytes } from '@esp-prov/protocol';
import type { Properties } from '../service/object-mirror.ts';

/**
 * Returns a device of bluetoothd by its advertisement; undefined when bluetoothd only remembers it. A connected one
 * does not advertise, and is reported as taken.
 */
export function foundDevice(properties: Properties): FoundDevice | undefined {
  const { Address: address, RSSI: rssi, UUIDs: uuids } = properties;
  // Only what the running scan heard has a strength.
  const isHeard = typeof rssi === 'number';
  if (typeof address !== 'string' || !(isHeard || properties['Connected'] === true)) return undefined;
  return {
    id: address,
    name: advertisedName(properties, address),
    rssi: isHeard ? rssi : undefined,
    services: ((uuids as readonly string[] | undefined) ?? []).map((uuid) => uuid.toLowerCase()),
    manufacturerData: manufacturerData(properties['ManufacturerData']),
    ...(isHeard ? {} : { isTaken: true }),
  };
}

/** Whether a device fits: bluetoothd filters for all programs together, and by names not at all. */
export function fits(device: FoundDevice, filter: ScanFilter): boolean {
  if (device.isTaken && filter.taken !== true) return false;
  if (filter.service !== undefined && !device.services.includes(filter.service.toLowerCase())) return false;
  return filter.namePrefix === undefined || (device.name?.startsWith(filter.namePrefix) ?? false);
}

function advertisedName({ Name: name, Alias: alias }: Properties, address: string): string | undefined {
  if (typeof name === 'string') return name;
  // A device without a name has its address with dashes as alias.
  return typeof alias === 'string' && alias !== address.replaceAll(':', '-') ? alias : undefined;
}

function manufacturerData(value: unknown): Bytes | undefined {
  const [first] = Object.entries((value as Readonly<Record<string, Variant>> | undefined) ?? {});
  if (first === undefined) return undefined;
  const company = Number(first[0]);
  return concatBytes(Uint8Array.of(company & 0xff, company >> 8), first[1].value as Uint8Array);
}
