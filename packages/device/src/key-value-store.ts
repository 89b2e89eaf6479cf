import type { Bytes } from '@esp-prov/protocol';

/** A value with the type under which NVS keeps it. */
export type StoredValue =
  | { readonly type: 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'float' | 'double'; readonly value: number }
  | { readonly type: 'u64' | 'i64'; readonly value: bigint }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'blob'; readonly value: Bytes };

/** Storage that survives a restart, shaped after NVS: namespaces of keys, both at most 15 characters. */
export interface KeyValueStore {
  get(namespace: string, key: string): Promise<StoredValue | undefined>;
  /** Writes the values, and erases the keys whose value is null: all of them or, after a power cut, none. */
  commit(namespace: string, entries: ReadonlyMap<string, StoredValue | null>): Promise<void>;
}
