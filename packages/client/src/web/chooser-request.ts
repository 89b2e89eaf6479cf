import { bleServiceUuids, expandUuid, ProvisioningError, provisioningServices } from '@esp-prov/protocol';
import type { ScanFilter } from '../ble/ble-central.ts';
import type { BrowserDeviceRequest } from './browser-bluetooth.ts';

/** The service of Espressif's examples as old Arduino cores have it: its bytes in reverse. */
const reversedExampleService = 'b4df5a1c-3f6b-f4bf-ea4a-820304901a02';

/** Longest name of a device in bytes. Web Bluetooth, section "requestDevice": 248. */
const longestName = 248;

/**
 * Returns the request for the browser's list. A page may use no service that is not named here.
 *
 * @throws ProvisioningError `usage/invalid-option` for what is no UUID, and for a name that no device can have
 */
export function chooserRequest(
  { namePrefix, service }: ScanFilter,
  optionalServices: readonly string[],
): BrowserDeviceRequest {
  if (namePrefix !== undefined && namePrefix.length > longestName) {
    throw new ProvisioningError(
      'usage/invalid-option',
      `a name has at most ${longestName} bytes, this beginning of one ${namePrefix.length} characters`,
    );
  }
  const wanted = service === undefined ? [] : [requireServiceUuid(service)];
  const services = new Set([
    ...provisioningServices,
    reversedExampleService,
    ...wanted,
    ...optionalServices.map(requireServiceUuid),
  ]);
  const filter = {
    // An empty beginning fits every name, and browsers refuse it.
    ...(namePrefix ? { namePrefix } : {}),
    ...(wanted.length > 0 ? { services: wanted } : {}),
  };
  const isAny = Object.keys(filter).length === 0;
  const named = { optionalServices: [...services] };
  return isAny ? { acceptAllDevices: true, ...named } : { filters: [filter], ...named };
}

/** Returns the UUID of a service in full and in lower case. @throws ProvisioningError `usage/invalid-option` */
function requireServiceUuid(text: string): string {
  const uuid = text.toLowerCase();
  if (/^[0-9a-f]{4}$/.test(uuid)) return expandUuid(Number.parseInt(uuid, 16));
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) return uuid;
  throw new ProvisioningError(
    'usage/invalid-option',
    `not the UUID of a service. Expected 32 hexadecimal digits with dashes, for example ${bleServiceUuids.example}`,
  );
}
