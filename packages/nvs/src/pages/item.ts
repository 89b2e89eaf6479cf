import { crc32 } from '../crc32.ts';
import type { Bytes } from '../flash.ts';
import { putLittleEndian } from '../little-endian.ts';
import { entrySize } from './entry-cipher.ts';

/** Type bytes of entries; the low four bits of a number's type are its size. esp-idf: nvs_flash/include/nvs_handle.hpp */
export const itemTypes = {
  u8: 0x01,
  i8: 0x11,
  u16: 0x02,
  i16: 0x12,
  u32: 0x04,
  i32: 0x14,
  u64: 0x08,
  i64: 0x18,
  /** IEEE 754, as `double`; since ESP-IDF 6.1. */
  float: 0x24,
  double: 0x28,
  string: 0x21,
  /** A whole blob in one page, as firmware that knows only pages of version 1 writes it. */
  legacyBlob: 0x41,
  /** A part of a blob. */
  blobData: 0x42,
  /** What names the parts of a blob; without it they do not count. */
  blobIndex: 0x48,
} as const;

/** Entries of a page. */
export const entriesPerPage = 126;
/** Bytes of the longest string with its NUL, or part of a blob: all entries of a page but one. */
export const maxDataSize: number = (entriesPerPage - 1) * entrySize;
/** Chunk index of everything but parts of a blob. */
export const noChunk = 0xff;
/** The two places where the chunk indexes of a blob start; each rewrite takes the other one. */
export const chunkStarts: readonly [number, number] = [0x00, 0x80];
/** Bytes of the longest name of a namespace or key. */
export const maxNameSize = 15;

/** The first entry of what is stored for a key, or for a part of it. */
export interface Item {
  /** 0 is the table of namespaces. */
  readonly namespaceIndex: number;
  readonly type: number;
  /** Entries, this one included. */
  readonly span: number;
  readonly chunkIndex: number;
  /** One character for each byte, whatever the encoding of the name. */
  readonly key: string;
  /** A number, or size and CRC of the data, or what the index of a blob says: {@link payloadSize} bytes. */
  readonly payload: Bytes;
}

/** Bytes of an entry that depend on its type. */
export const payloadSize = 8;

const keyOffset = 8;
const payloadOffset = 24;
const scalars: ReadonlySet<number> = new Set([
  itemTypes.u8,
  itemTypes.i8,
  itemTypes.u16,
  itemTypes.i16,
  itemTypes.u32,
  itemTypes.i32,
  itemTypes.u64,
  itemTypes.i64,
  itemTypes.float,
  itemTypes.double,
]);
const maxIndexedSize = 127 * maxDataSize;

/** Whether it is a type that ESP-IDF knows since 6.1 only. */
export function isFloat(type: number): boolean {
  return type === itemTypes.float || type === itemTypes.double;
}

/** Whether data follow in further entries. */
export function hasData(type: number): boolean {
  return type === itemTypes.string || type === itemTypes.legacyBlob || type === itemTypes.blobData;
}

/** Returns the size of the data of a string, blob or part of one; for the index of a blob, of all parts together. */
export function dataSize(item: Item): number {
  const view = payloadView(item);
  return item.type === itemTypes.blobIndex ? view.getUint32(0, true) : view.getUint16(0, true);
}

/** Returns the CRC that the data of an item must have. */
export function dataCrc(item: Item): number {
  return payloadView(item).getUint32(4, true);
}

/** Returns how many parts the index of a blob names. */
export function chunkCount(index: Item): number {
  return index.payload[4] as number;
}

/** Returns the chunk index of the first part that the index of a blob names. */
export function chunkStart(index: Item): number {
  return index.payload[5] as number;
}

/** Returns how many entries an item with so much data takes. */
export function spanOf(size: number): number {
  return 1 + Math.ceil(size / entrySize);
}

/** Returns the payload of a string, a blob or a part of one. */
export function dataPayload(data: Uint8Array): Bytes {
  const payload = new Uint8Array(payloadSize).fill(0xff);
  putLittleEndian(payload, 0, data.length, 2);
  putLittleEndian(payload, 4, crc32(data), 4);
  return payload;
}

/** Returns the payload of the index of a blob. */
export function indexPayload(size: number, count: number, start: number): Bytes {
  const payload = new Uint8Array(payloadSize).fill(0xff);
  putLittleEndian(payload, 0, size, 4);
  payload[4] = count;
  payload[5] = start;
  return payload;
}

/** Returns the {@link entrySize} bytes of an item's first entry. */
export function encodeItem(item: Item): Bytes {
  const entry = new Uint8Array(entrySize);
  entry[0] = item.namespaceIndex;
  entry[1] = item.type;
  entry[2] = item.span;
  entry[3] = item.chunkIndex;
  for (let i = 0; i < item.key.length; i++) entry[keyOffset + i] = item.key.charCodeAt(i);
  entry.set(item.payload, payloadOffset);
  putLittleEndian(entry, 4, entryCrc(entry), 4);
  return entry;
}

/** Returns the item that starts with this entry of a page, or nothing if firmware would drop it. */
export function decodeItem(entry: Uint8Array, index: number): Item | undefined {
  const crc = new DataView(entry.buffer, entry.byteOffset, entry.byteLength).getUint32(4, true);
  if (crc !== entryCrc(entry)) return undefined;
  const end = entry.indexOf(0, keyOffset);
  const key = entry.subarray(keyOffset, Math.min(end < 0 ? payloadOffset : end, keyOffset + maxNameSize));
  const item: Item = {
    namespaceIndex: entry[0] as number,
    type: entry[1] as number,
    span: entry[2] as number,
    chunkIndex: entry[3] as number,
    key: String.fromCharCode(...key),
    payload: Uint8Array.from(entry.subarray(payloadOffset)),
  };
  return isConsistent(item, index) ? item : undefined;
}

function isConsistent(item: Item, index: number): boolean {
  const { type, span, chunkIndex } = item;
  if (scalars.has(type)) return span === 1;
  if (type === itemTypes.blobIndex) return span === 1 && chunkIndex === noChunk && dataSize(item) <= maxIndexedSize;
  if (!hasData(type)) return false;
  if (type === itemTypes.blobData && chunkIndex === noChunk) return false;
  return span === spanOf(dataSize(item)) && index + span <= entriesPerPage;
}

function entryCrc(entry: Uint8Array): number {
  return crc32(entry, crc32(entry, undefined, 0, 4), keyOffset);
}

function payloadView({ payload }: Item): DataView {
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
}
