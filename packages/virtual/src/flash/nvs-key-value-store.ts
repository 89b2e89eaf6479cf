import type { KeyValueStore } from '@esp-prov/device';
import type { NvsStore } from '@esp-prov/nvs';

/**
 * An NVS partition as the store of a device. A commit writes key after key, as the firmware does: a power cut leaves each
 * key old or new, and keys behind the cut old.
 */
export function nvsKeyValueStore(nvs: NvsStore): KeyValueStore {
  return {
    async get(namespace, key) {
      return nvs.get(namespace, key);
    },
    async commit(namespace, entries) {
      nvs.commit(namespace, entries);
    },
  };
}
