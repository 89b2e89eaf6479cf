import type { StoredValue } from '@esp-prov/device';
import { fromBase64, toBase64 } from '@esp-prov/protocol';
import { isRecord } from './state-files.ts';

/** What a store holds: values by namespace and key. */
export type StoredValues = ReadonlyMap<string, ReadonlyMap<string, StoredValue>>;

/** Returns the content of a store as a value of JSON. */
export function encodeValues(values: StoredValues): unknown {
  return Object.fromEntries([...values].map(([namespace, keys]) => [namespace, encodeKeys(keys)]));
}

/** Returns the content of a store that {@link encodeValues} has made a value of JSON; undefined for any other value. */
export function decodeValues(value: unknown): StoredValues | undefined {
  if (!isRecord(value)) return undefined;
  const values = new Map<string, ReadonlyMap<string, StoredValue>>();
  for (const [namespace, keys] of Object.entries(value)) {
    if (!isRecord(keys)) return undefined;
    const decoded = new Map<string, StoredValue>();
    for (const [key, each] of Object.entries(keys)) {
      const stored = decodeValue(each);
      if (!stored) return undefined;
      decoded.set(key, stored);
    }
    values.set(namespace, decoded);
  }
  return values;
}

function encodeKeys(keys: ReadonlyMap<string, StoredValue>): unknown {
  return Object.fromEntries([...keys].map(([key, { type, value }]) => [key, { type, value: encodeValue(value) }]));
}

function encodeValue(value: StoredValue['value']): string | number {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? toBase64(value) : value;
}

function decodeValue(each: unknown): StoredValue | undefined {
  if (!isRecord(each)) return undefined;
  const { type, value } = each;
  switch (type) {
    case 'u8':
    case 'i8':
    case 'u16':
    case 'i16':
    case 'u32':
    case 'i32':
    case 'float':
    case 'double':
      return typeof value === 'number' ? { type, value } : undefined;
    case 'u64':
    case 'i64':
      return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? { type, value: BigInt(value) } : undefined;
    case 'string':
      return typeof value === 'string' ? { type, value } : undefined;
    case 'blob': {
      const bytes = typeof value === 'string' ? fromBase64(value) : undefined;
      return bytes && { type, value: bytes };
    }
    default:
      return undefined;
  }
}
