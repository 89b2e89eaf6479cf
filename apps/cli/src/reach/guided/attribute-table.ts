import { builtInEndpoints, characteristicUuid } from '@esp-prov/protocol';

/** UUIDs of a device's service and of the characteristics of its endpoints. */
export class AttributeTable {
  /** UUID of the service, from which those of the built-in endpoints are made. */
  serviceUuid: string;
  readonly #named: ReadonlyMap<string, string>;

  constructor(serviceUuid: string, named: Readonly<Record<string, string>> = {}) {
    this.serviceUuid = serviceUuid;
    this.#named = new Map(Object.entries(named));
  }

  /**
   * Returns the UUID of an endpoint: the one that was named for it, else its slot in place of digits 5 to 8 of the
   * service's. The slot of a custom endpoint is unknown, so it is undefined until named.
   */
  uuidOf(endpoint: string): string | undefined {
    const slot = builtInEndpoints.find(({ name }) => name === endpoint)?.slot;
    return this.#named.get(endpoint) ?? (slot === undefined ? undefined : characteristicUuid(this.serviceUuid, slot));
  }
}
