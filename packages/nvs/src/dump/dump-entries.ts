import { crc32 } from '../crc32.ts';
import type { Bytes } from '../flash.ts';
import { type EntryCipher, entrySize } from '../pages/entry-cipher.ts';
import { type EntryState, EntryStates, entryStates } from '../pages/entry-states.ts';
import {
  chunkCount,
  chunkStart,
  dataCrc,
  dataSize,
  decodeItem,
  entriesPerPage,
  hasData,
  type Item,
} from '../pages/item.ts';
import { entriesOffset, entryOffset, statesOffset } from '../pages/page-layout.ts';
import { decodeName } from '../store/name.ts';
import { decodeScalar, decodeString, type NvsValue, scalarName } from '../store/nvs-value.ts';
import { typeName } from './type-name.ts';

/** What the first entry of a value, or of a part of one, says. */
export interface NvsDumpItem {
  /** 0: the entry names a namespace. */
  readonly namespaceIndex: number;
  readonly key: string;
  /** Name of the type: `u8` to `i64`, `float`, `double`, `string`, `blob` (of version 1), `blob_data`, `blob_index`. */
  readonly type: string;
  /** Entries, this one included. */
  readonly span: number;
  /** Number of a part of a blob. */
  readonly chunkIndex?: number;
  /** Bytes of the data; of an index, of all parts together. */
  readonly size?: number;
  /** Number of parts, and number of the first one, of the index of a blob. */
  readonly chunks?: { readonly count: number; readonly start: number };
  /** Whether the data are those that were written; missing where there are none. */
  readonly dataCrc?: 'right' | 'wrong';
  /** The value; of a part of a blob, what is in it. */
  readonly value?: NvsValue;
}

/** An entry of a page as it is in the flash, whether it counts or not. */
export interface NvsDumpEntry {
  /** Counted from 0 in its page. */
  readonly entry: number;
  /** Bytes from the start of the partition. */
  readonly offset: number;
  readonly state: 'empty' | 'written' | 'illegal' | 'erased';
  /** Its bytes, without their encryption where they can be read. */
  readonly bytes: Bytes;
  /** Entry whose data these are. */
  readonly dataOf?: number;
  /** What it says, where its CRC is right and its fields agree. */
  readonly item?: NvsDumpItem;
}

const stateNames: Readonly<Record<EntryState, NvsDumpEntry['state']>> = {
  [entryStates.empty]: 'empty',
  [entryStates.written]: 'written',
  [entryStates.illegal]: 'illegal',
  [entryStates.erased]: 'erased',
};

/** Returns all entries of a page in their order; `sector` holds the page, `page` is its number. */
export function dumpEntries(sector: Uint8Array, page: number, cipher: EntryCipher | undefined): NvsDumpEntry[] {
  const states = new EntryStates(sector.subarray(statesOffset, entriesOffset));
  const raw = (entry: number): Bytes => {
    const at = entryOffset(0, entry);
    return Uint8Array.from(sector.subarray(at, at + entrySize));
  };
  const open = (entry: number): Bytes => cipher?.open(entryOffset(page, entry), raw(entry)) ?? raw(entry);
  const entries: NvsDumpEntry[] = [];
  while (entries.length < entriesPerPage) {
    const start = entries.length;
    const state = states.get(start);
    const place = (entry: number) => ({
      entry,
      offset: entryOffset(page, entry),
      state: stateNames[states.get(entry)],
    });
    const item = state === entryStates.empty ? undefined : decodeItem(open(start), start);
    if (!item) {
      // What is erased may have been overwritten with zeros, which are not encrypted.
      entries.push({ ...place(start), bytes: state === entryStates.written ? open(start) : raw(start) });
      continue;
    }
    let end = start + 1;
    while (end < start + item.span && states.get(end) === state) end++;
    const data = Array.from({ length: end - start - 1 }, (_, i) => open(start + 1 + i));
    entries.push({ ...place(start), bytes: open(start), item: dumpItem(item, data) });
    for (const bytes of data) entries.push({ ...place(entries.length), bytes, dataOf: start });
  }
  return entries;
}

function dumpItem(item: Item, data: readonly Bytes[]): NvsDumpItem {
  const { namespaceIndex, key, type, span, chunkIndex } = item;
  const about = { namespaceIndex, key: decodeName(key), type: typeName(type), span };
  const scalar = scalarName(type);
  if (scalar) return { ...about, value: decodeScalar(scalar, item.payload) };
  if (!hasData(type)) {
    if (about.type !== 'blob_index') return about;
    return { ...about, size: dataSize(item), chunks: { count: chunkCount(item), start: chunkStart(item) } };
  }
  const size = dataSize(item);
  const sized = { ...about, ...(about.type === 'blob_data' ? { chunkIndex } : {}), size };
  // With entries in another state there is no whole to be right or wrong.
  if (data.length !== span - 1) return sized;
  const content = joined(data).slice(0, size);
  const value: NvsValue = about.type === 'string' ? decodeString(content) : { type: 'blob', value: content };
  return { ...sized, dataCrc: size === 0 || crc32(content) === dataCrc(item) ? 'right' : 'wrong', value };
}

function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.length * entrySize);
  parts.forEach((part, i) => {
    whole.set(part, i * entrySize);
  });
  return whole;
}
