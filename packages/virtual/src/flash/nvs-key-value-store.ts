import type { KeyValueStore } from '@esp-prov/device';
import { NvsError, type NvsStore } from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';

/**
 * Returns an NVS partition as the store of a device. A commit writes key after key, as the firmware does: a power cut
 * leaves each key old or new, and keys behind the cut old. Where there is no room, it throws ProvisioningError
 * `flash/no-space`.
 */
export function nvsKeyValueStore(nvs: NvsStore): KeyValueStore {
  return {
    async get(namespace, key) {
      return nvs.get(namespace, key);
    },
    async commit(namespace, entries) {
      try {
        nvs.commit(namespace, entries);
      } catch (cause) {
        if (!(cause instanceof NvsError)) throw cause;
        throw new ProvisioningError('flash/no-space', cause.message, { cause });
      }
    },
  };
}
