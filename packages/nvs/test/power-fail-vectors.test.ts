import { describe, expect, it } from 'vitest';
import { crc32, MemoryFlash, NvsError, NvsStore, type NvsValue } from '../src/index.ts';
import { hex, jsonVector, vector } from './support/vectors.ts';

interface Reader {
  readonly init: string;
  readonly image_changed: boolean;
  readonly after?: string;
  readonly values: Readonly<Record<string, string>>;
}

interface Case {
  readonly name: string;
  readonly before: string;
  readonly description: string;
  readonly readers: Readonly<Record<'v5.5.5' | 'master', Reader>>;
}

const { cases } = jsonVector<{ cases: readonly Case[] }>('powerfail/cases.json');
/** Firmware takes the old chunk for a duplicate of the new one and loses both; here the old value stays. */
const lossCase = 'blob_update_chunk_no_index_LOSS';
const oldBlob = '0x0 len=100 crc=84b3d165';
const initErrors: Readonly<Record<string, string>> = { '0x110d': 'nvs/no-free-pages', '0x1110': 'nvs/new-version' };

describe.each(cases)('$name: $description', ({ name, before, readers }) => {
  it.each([
    ['v5.5.5', false],
    ['master', true],
  ] as const)('is repaired as by %s', (version, purge) => {
    const reader = readers[version];
    const flash = new MemoryFlash(vector(`powerfail/${before}`));
    const store = open(flash, purge);
    if (typeof store === 'string') {
      expect(store).toBe(initErrors[reader.init]);
      expect(hex(flash.image())).toBe(hex(vector(`powerfail/${before}`)));
      return;
    }
    expect(reader.init).toBe('0x0');
    if (name !== lossCase) {
      expect(hex(flash.image())).toBe(hex(vector(`powerfail/${reader.after ?? before}`)));
    }
    const found = Object.keys(reader.values).map((key) => [key, describeValue(store, key)]);
    const expected = Object.entries(reader.values).map(([key, value]) => [
      key,
      value.replace(/^(ns )?0x1102.*/, 'none'),
    ]);
    if (name === lossCase) {
      expect(store.get('ns1', 'b')).toBeDefined();
      expect(found).toContainEqual(['b', oldBlob]);
    } else {
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    }
  });
});

function open(flash: MemoryFlash, purge: boolean): NvsStore | string {
  try {
    return NvsStore.open(flash, { purge });
  } catch (error) {
    if (error instanceof NvsError) return error.code;
    throw error;
  }
}

function describeValue(store: NvsStore, key: string): string {
  if (key === '_stats') {
    const { used, free, total, namespaces } = store.stats();
    return `0x0 used=${used} free=${free} total=${total} ns=${namespaces}`;
  }
  const entry = Array.from(store.entries()).find((candidate) => candidate.key === key);
  const value = entry && store.get(entry.namespace, key);
  return value === undefined ? 'none' : format(value);
}

function format(value: NvsValue): string {
  if (value.type === 'blob') return `0x0 len=${value.value.length} crc=${zlibCrc(value.value)}`;
  if (value.type !== 'string') return `0x0 val=${value.value}`;
  const data = new TextEncoder().encode(`${value.value}\0`);
  return `0x0 len=${data.length} crc=${zlibCrc(data)} ${value.value}`;
}

function zlibCrc(data: Uint8Array): string {
  return crc32(data, 0).toString(16).padStart(8, '0');
}
