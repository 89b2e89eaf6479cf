import type { KeyValueStore, StoredValue } from '@esp-prov/device';

/** A store that lives as long as the program; for tabs and tests. */
export function memoryStore(): KeyValueStore {
  const values = new Map<string, StoredValue>();
  return {
    async get(namespace, key) {
      return values.get(`${namespace}/${key}`);
    },
    async commit(namespace, entries) {
      for (const [key, value] of entries) {
        if (value === null) values.delete(`${namespace}/${key}`);
        else values.set(`${namespace}/${key}`, value);
      }
    },
  };
}
