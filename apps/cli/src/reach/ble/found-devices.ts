import type { FoundDevice } from '@esp-prov/client';

/** Returns the devices in the order in which people want to see them. */
export function strongestFirst(devices: Iterable<FoundDevice>): FoundDevice[] {
  return [...devices].sort((a, b) => (b.rssi ?? -127) - (a.rssi ?? -127));
}
