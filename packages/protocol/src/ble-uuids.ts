/** Service UUIDs under which devices offer provisioning, the most likely first. */
export const bleServiceUuids = {
  /** Espressif's example applications since v3.3.3, v4.0.1, v4.1; what esp_prov falls back to. */
  example: '021a9004-0382-4aea-bff4-6b3f1c5adfb4',
  /** Default of the library since v3.3.3, v4.0.1, v4.1, and of network_provisioning. */
  library: '1775244d-6b43-439b-877c-060f2d9bed07',
  /** Default of the library up to v3.3.2 and v4.0.0. */
  legacy: '0000ffff-0000-1000-8000-00805f9b34fb',
  /** Example application of v3.3.0 to v3.3.2 and v4.0.0. */
  legacyExample: '12345678-90ab-cdef-fedc-ba0987654321',
} as const;

/** {@link bleServiceUuids} as a list, the most likely first. */
export const provisioningServices: readonly string[] = Object.values(bleServiceUuids);

/** Whether one of the advertised services, in lower case, is known to be that of a device to be provisioned. */
export function offersProvisioning(services: readonly string[]): boolean {
  return services.some((uuid) => provisioningServices.includes(uuid));
}

/** Bytes of the longest value of an attribute. Bluetooth Core Specification, volume 3 part F, 3.2.9 */
export const maxAttributeValue = 512;

/**
 * Returns the UUID of an endpoint's characteristic: the service's, with the slot in place of digits 5 to 8.
 *
 * @throws RangeError for text that is no UUID and for slots beyond 16 bits
 */
export function characteristicUuid(serviceUuid: string, slot: number): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(serviceUuid))
    throw new RangeError(`${serviceUuid} is not a UUID`);
  if (!Number.isInteger(slot) || slot < 0 || slot > 0xffff) throw new RangeError(`${slot} is not a 16-bit slot`);
  const lower = serviceUuid.toLowerCase();
  return lower.slice(0, 4) + slot.toString(16).padStart(4, '0') + lower.slice(8);
}

/**
 * Returns the 128-bit UUID that a 16-bit one stands for. Bluetooth Core Specification, volume 3 part B, 2.5.1
 *
 * @throws RangeError beyond 16 bits
 */
export function expandUuid(short: number): string {
  return characteristicUuid('00000000-0000-1000-8000-00805f9b34fb', short);
}

/** UUID of the descriptor that holds the name of a characteristic's endpoint: Characteristic User Description. */
export const userDescriptionUuid: string = expandUuid(0x2901);
