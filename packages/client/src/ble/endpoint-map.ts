import { builtInEndpoints, characteristicUuid, decodeUtf8, expandUuid, userDescriptionUuid } from '@esp-prov/protocol';
import type { RemoteCharacteristic, RemoteDescriptor, RemoteService } from './ble-central.ts';

/** What is known of a service's endpoints beside what the device reports. */
export interface EndpointHints {
  /** UUIDs of characteristics by the name of their endpoint; they go before what the device reports. */
  readonly names: Readonly<Record<string, string>>;
  /** Whether a characteristic without a name may be known by its UUID; only in a service known to be the right one. */
  readonly slots: boolean;
  /** Bytes of a descriptor; undefined when the device refuses to tell them. */
  readonly read: (descriptor: RemoteDescriptor) => Promise<Uint8Array | undefined>;
}

/** Characteristics of a service by the name of their endpoint; the first of two with one name counts. */
export async function endpointMap(
  { uuid, characteristics }: RemoteService,
  { names, slots, read }: EndpointHints,
): Promise<ReadonlyMap<string, RemoteCharacteristic>> {
  const found = new Map<string, RemoteCharacteristic>();
  const add = (name: string, characteristic: RemoteCharacteristic | undefined) => {
    if (characteristic && !found.has(name)) found.set(name, characteristic);
  };
  for (const [name, wanted] of Object.entries(names)) {
    add(
      name,
      characteristics.find((each) => each.uuid === wanted.toLowerCase()),
    );
  }
  const hinted = new Set(found.values());
  const nameless: RemoteCharacteristic[] = [];
  for (const characteristic of characteristics) {
    if (hinted.has(characteristic)) continue;
    const descriptor = characteristic.descriptors.find((each) => each.uuid === userDescriptionUuid);
    const name = descriptor && endpointName((await read(descriptor)) ?? new Uint8Array(0));
    if (name) add(name, characteristic);
    else nameless.push(characteristic);
  }
  if (!slots) return found;
  for (const { name, slot } of builtInEndpoints) {
    // Firmware v3.2.0 to v3.2.2 has no descriptors, and 16-bit characteristics whatever its service is.
    const uuids = [characteristicUuid(uuid, slot), expandUuid(slot)];
    add(
      name,
      nameless.find((each) => uuids.includes(each.uuid)),
    );
  }
  return found;
}

/** Returns the text before the first zero byte, as some hosts send the C string whole; undefined when there is none. */
function endpointName(bytes: Uint8Array): string | undefined {
  const end = bytes.indexOf(0);
  return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end)) || undefined;
}
