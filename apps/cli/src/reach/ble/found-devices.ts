import type { FoundDevice } from '@esp-prov/client';
import { bleServiceUuids } from '@esp-prov/protocol';

const knownServices: readonly string[] = Object.values(bleServiceUuids);

/** Whether a device advertises a service under which firmware offers provisioning. */
export function isProvisioning({ services }: FoundDevice): boolean {
  return services.some((uuid) => knownServices.includes(uuid));
}

/** The devices in the order in which people want to see them. */
export function strongestFirst(devices: Iterable<FoundDevice>): FoundDevice[] {
  return [...devices].sort((a, b) => (b.rssi ?? -127) - (a.rssi ?? -127));
}
