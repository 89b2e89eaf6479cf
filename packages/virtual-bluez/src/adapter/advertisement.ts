import type { Variant } from '@esp-prov/dbus';
import { normalizeUuid, uuidLength } from '../bluetooth-uuid.ts';
import { failed } from '../bluez-error.ts';

/** What a program wants to be advertised. */
export interface Advertisement {
  /** Whether devices may connect. */
  readonly connectable: boolean;
  readonly serviceUuids: readonly string[];
  readonly localName: string | undefined;
  /** By the number of the company. */
  readonly manufacturerData: Readonly<Record<string, Uint8Array>>;
  /** By the UUID of the service. */
  readonly serviceData: Readonly<Record<string, Uint8Array>>;
  /** Undefined: as the adapter is. */
  readonly discoverable: boolean | undefined;
  readonly appearance: number | undefined;
  readonly txPower: number | undefined;
  /** Time after which it ends, in s; 0: never. */
  readonly timeout: number;
}

/** Bytes of an advertisement, and of the answer to a scan request. Bluetooth Core Specification, volume 6 part B, 2.3 */
const size = 31;
const flagsSize = 3;
/** Length and type of a field. */
const fieldHead = 2;

/** Types of what is understood; the same as in doc/advertising-api.txt of BlueZ 5.66. */
const types: Readonly<Record<string, string>> = {
  Type: 's',
  ServiceUUIDs: 'as',
  SolicitUUIDs: 'as',
  ManufacturerData: 'a{qv}',
  ServiceData: 'a{sv}',
  Includes: 'as',
  LocalName: 's',
  Appearance: 'q',
  Duration: 'q',
  Timeout: 'q',
  Data: 'a{yv}',
  Discoverable: 'b',
  DiscoverableTimeout: 'q',
  SecondaryChannel: 's',
  MinInterval: 'u',
  MaxInterval: 'u',
  TxPower: 'n',
};

/** Transmit power that is reported by default, in dBm. */
const defaultTxPower = 7;

/** Returns the advertisement that an object describes. @throws DBusError when bluetoothd would refuse it */
export function parseAdvertisement(
  properties: Readonly<Record<string, Variant>>,
  adapter: { readonly alias: string; readonly discoverable: boolean },
): Advertisement {
  for (const [name, signature] of Object.entries(types)) {
    const property = properties[name];
    if (property !== undefined && property.signature !== signature) throw notParsed();
  }
  const value = <T>(name: string): T | undefined => properties[name]?.value as T | undefined;
  const type = value<string>('Type');
  if (type !== 'peripheral' && type !== 'broadcast') throw notParsed();
  const includes = value<readonly string[]>('Includes') ?? [];
  if ((value<number>('MinInterval') ?? 0) > (value<number>('MaxInterval') ?? Number.POSITIVE_INFINITY)) {
    throw notParsed();
  }
  // A name of its own and that of the adapter do not go together.
  if (includes.includes('local-name') && value('LocalName') !== undefined) throw notParsed();
  const discoverable = value<boolean>('Discoverable');
  if (discoverable !== undefined && type === 'broadcast') throw notParsed();
  const advertisement: Advertisement = {
    connectable: type === 'peripheral',
    serviceUuids: (value<readonly string[]>('ServiceUUIDs') ?? []).map((uuid) => uuidOrRefuse(uuid)),
    localName: includes.includes('local-name') ? adapter.alias : value<string>('LocalName') || undefined,
    manufacturerData: bytes(value('ManufacturerData'), (company) => company),
    serviceData: bytes(value('ServiceData'), uuidOrRefuse),
    discoverable,
    appearance: value<number>('Appearance'),
    txPower: includes.includes('tx-power') ? (value<number>('TxPower') ?? defaultTxPower) : undefined,
    timeout: value<number>('Timeout') ?? 0,
  };
  if (sizeOf(advertisement, adapter.discoverable) > size) throw notParsed();
  // The name has the answer to a scan request for itself.
  if (fieldHead + Buffer.byteLength(advertisement.localName ?? '') > size) {
    throw failed('Failed to register advertisement');
  }
  return advertisement;
}

/** Returns how many bytes everything but the name takes. */
function sizeOf(advertisement: Advertisement, adapterDiscoverable: boolean): number {
  const { serviceUuids, manufacturerData, serviceData, discoverable, appearance, txPower } = advertisement;
  const hasFlags = discoverable ?? (advertisement.connectable && adapterDiscoverable);
  let total = hasFlags ? flagsSize : 0;
  for (const length of [2, 4, 16]) {
    const count = serviceUuids.filter((uuid) => uuidLength(uuid) === length).length;
    if (count > 0) total += fieldHead + count * length;
  }
  for (const data of Object.values(manufacturerData)) total += fieldHead + 2 + data.length;
  for (const [uuid, data] of Object.entries(serviceData)) total += fieldHead + uuidLength(uuid) + data.length;
  if (appearance !== undefined) total += fieldHead + 2;
  if (txPower !== undefined) total += fieldHead + 1;
  return total;
}

function bytes(
  values: Readonly<Record<string, Variant>> | undefined,
  readKey: (key: string) => string,
): Record<string, Uint8Array> {
  const entries = Object.entries(values ?? {}).map(([key, { signature, value }]) => {
    if (signature !== 'ay') throw notParsed();
    return [readKey(key), value as Uint8Array] as const;
  });
  return Object.fromEntries(entries);
}

function uuidOrRefuse(text: string): string {
  const uuid = normalizeUuid(text);
  if (uuid === undefined) throw notParsed();
  return uuid;
}

function notParsed(): Error {
  return failed('Failed to parse advertisement.');
}
