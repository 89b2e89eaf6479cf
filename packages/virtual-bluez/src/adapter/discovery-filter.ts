import type { Variant } from '@esp-prov/dbus';
import { normalizeUuid } from '../bluetooth-uuid.ts';
import { bluezErrors } from '../bluez-error.ts';

/** Which devices a program wants to see. */
export interface DiscoveryFilter {
  /** One of these; empty: all. */
  readonly uuids: readonly string[];
  /** At least as strong as this, in dBm. */
  readonly rssi: number | undefined;
  /** Highest path loss, in dB, of devices that report their transmit power. */
  readonly pathloss: number | undefined;
  readonly transport: 'auto' | 'bredr' | 'le';
  readonly duplicateData: boolean;
  readonly discoverable: boolean;
  /** Start of the address or the name. */
  readonly pattern: string | undefined;
}

/** An advertisement that a filter is applied to. */
export interface Sighting {
  readonly address: string;
  readonly name: string | undefined;
  readonly uuids: readonly string[];
  readonly rssi: number;
  readonly txPower: number | undefined;
}

const types: Readonly<Record<string, string>> = {
  UUIDs: 'as',
  RSSI: 'n',
  Pathloss: 'q',
  Transport: 's',
  DuplicateData: 'b',
  Discoverable: 'b',
  Pattern: 's',
};

/** The properties of a filter, as `GetDiscoveryFilters` lists them. */
export const filterNames: readonly string[] = Object.keys(types);

/**
 * Returns the filter that a program sets; undefined when it takes its filter back. @throws DBusError when it is none
 */
export function parseFilter(given: Readonly<Record<string, Variant>>): DiscoveryFilter | undefined {
  if (Object.keys(given).length === 0) return undefined;
  for (const [name, { signature }] of Object.entries(given)) {
    if (types[name] !== signature) throw bluezErrors.invalidArguments();
  }
  const value = <T>(name: string): T | undefined => given[name]?.value as T | undefined;
  const rssi = value<number>('RSSI');
  const pathloss = value<number>('Pathloss');
  const transport = value<string>('Transport') ?? 'auto';
  const isTransport = transport === 'auto' || transport === 'bredr' || transport === 'le';
  const isRssi = rssi === undefined || (rssi >= -127 && rssi <= 20);
  const isPathloss = pathloss === undefined || (pathloss <= 137 && rssi === undefined);
  if (!isTransport || !isRssi || !isPathloss) throw bluezErrors.invalidArguments();
  return {
    uuids: (value<readonly string[]>('UUIDs') ?? []).map((uuid) => {
      const normal = normalizeUuid(uuid);
      if (normal === undefined) throw bluezErrors.invalidArguments();
      return normal;
    }),
    rssi,
    pathloss,
    transport,
    duplicateData: value<boolean>('DuplicateData') ?? false,
    discoverable: value<boolean>('Discoverable') ?? false,
    pattern: value<string>('Pattern'),
  };
}

/** Whether a filter lets an advertisement over Bluetooth Low Energy through; the pattern is another matter. */
export function filterMatches(filter: DiscoveryFilter, sighting: Sighting): boolean {
  const { uuids, rssi, pathloss, transport } = filter;
  if (transport === 'bredr') return false;
  if (uuids.length > 0 && !uuids.some((uuid) => sighting.uuids.includes(uuid))) return false;
  if (rssi !== undefined && sighting.rssi < rssi) return false;
  if (pathloss === undefined) return true;
  return sighting.txPower !== undefined && sighting.txPower - sighting.rssi <= pathloss;
}

/** Whether an advertisement is one that the patterns of the filters, if any has one, allow. */
export function patternAllows(filters: readonly (DiscoveryFilter | undefined)[], sighting: Sighting): boolean {
  const patterns = filters.flatMap((filter) => filter?.pattern ?? []);
  if (patterns.length === 0) return true;
  return patterns.some(
    (pattern) => sighting.address.startsWith(pattern) || sighting.name?.startsWith(pattern) === true,
  );
}
