import type { KeyValueStore, StoredValue } from '@esp-prov/device';

/** Returns a store that lives as long as the program; for tabs and tests. */
export function memoryStore(): KeyValueStore {
  const namespaces = new Map<string, Map<string, StoredValue>>();
  return {
    async get(namespace, key) {
      const found = namespaces.get(namespace)?.get(key);
      return found && copy(found);
    },
    async commit(namespace, entries) {
      const values = namespaces.get(namespace) ?? new Map<string, StoredValue>();
      namespaces.set(namespace, values);
      for (const [key, value] of entries) {
        if (value === null) values.delete(key);
        else values.set(key, copy(value));
      }
    },
  };
}

/** Copies a value: the store must not change with the caller's array. */
function copy(stored: StoredValue): StoredValue {
  return stored.type === 'blob' ? { type: 'blob', value: Uint8Array.from(stored.value) } : stored;
}
