import type { Bytes } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import { entrySize } from '../pages/entry-cipher.ts';
import {
  chunkCount,
  chunkStart,
  chunkStarts,
  dataSize,
  type Item,
  indexPayload,
  itemTypes,
  maxDataSize,
  noChunk,
} from '../pages/item.ts';
import { noSpace, type PageList } from '../pages/page-list.ts';
import type { Place } from '../pages/place.ts';
import { readData } from '../pages/read-data.ts';

/** Owner of a blob. */
export type Owner = Pick<Item, 'namespaceIndex' | 'key'>;

const maxChunks = 127;
const versionSize = 0x80;

/** Returns the size of the longest blob that firmware tries to write. */
export function maxBlobSize(pages: PageList): number {
  return Math.min(pages.size - 1, maxChunks) * maxDataSize;
}

/**
 * Returns the chunk index at which the next version of a blob starts, so that it does not mix with the one that is
 * stored.
 */
export function nextStart(start: number | undefined): number {
  const [first, second] = chunkStarts;
  return start === first ? second : first;
}

/** Writes the parts of a blob, and then the index that makes them count. */
export function writeBlob(pages: PageList, { namespaceIndex, key }: Owner, data: Uint8Array, start: number): void {
  // Parts of a version that has no index are left over from a write that failed.
  eraseChunks(pages, { namespaceIndex, key }, start);
  try {
    const count = writeChunks(pages, { namespaceIndex, key }, data, start);
    const name = { namespaceIndex, key, type: itemTypes.blobIndex, chunkIndex: noChunk };
    if (!pages.current.write(name, indexPayload(data.length, count, start))) throw noSpace();
  } catch (error) {
    if (error instanceof NvsError) eraseChunks(pages, { namespaceIndex, key }, start);
    throw error;
  }
}

/**
 * Returns the data of a blob, or nothing if a part is missing or damaged; the damaged part is erased as firmware does
 * it.
 */
export function readBlob(pages: PageList, index: Item): Bytes | undefined {
  const data = new Uint8Array(dataSize(index));
  let offset = 0;
  for (let i = 0; i < chunkCount(index); i++) {
    const name = { ...index, type: itemTypes.blobData, chunkIndex: chunkStart(index) + i };
    const chunk = findChunk(pages, name);
    const part = chunk === undefined ? undefined : readData(chunk);
    if (part === undefined || offset + part.length > data.length) return undefined;
    data.set(part, offset);
    offset += part.length;
  }
  return offset === data.length ? data : undefined;
}

/** Erases a blob: its index first, so that the parts never count without it. */
export function eraseBlob(pages: PageList, place: Place): void {
  place.page.eraseAt(place.index);
  eraseChunks(pages, place.item, chunkStart(place.item));
}

/** Erases what a start finds of blobs that were not written or not erased to the end. */
export function eraseIncompleteBlobs(pages: PageList): void {
  const chunks = pages.items().filter(({ item }) => item.type === itemTypes.blobData);
  const indexes = pages.items().filter(({ item }) => item.type === itemTypes.blobIndex);
  const whole = new Set<string>();
  const parts = new Map<string, { count: number; size: number }>();
  for (const { item } of chunks) {
    const version = versionOf(item, item.chunkIndex);
    const { count, size } = parts.get(version) ?? { count: 0, size: 0 };
    parts.set(version, { count: count + 1, size: size + dataSize(item) });
  }
  for (const { page, index, item } of indexes) {
    const { count, size } = parts.get(versionOf(item, chunkStart(item))) ?? { count: 0, size: 0 };
    if (count !== chunkCount(item) || size !== dataSize(item)) page.dropAt(index);
    else for (let i = 0; i < count; i++) whole.add(chunkName(item, chunkStart(item) + i));
  }
  for (const { page, index, item } of chunks) {
    if (!whole.has(chunkName(item, item.chunkIndex))) page.dropAt(index);
  }
}

function writeChunks(pages: PageList, owner: Owner, data: Uint8Array, start: number): number {
  for (let room = pages.current.tailroom; isTooSmallFor(data.length, room); room = pages.current.tailroom) {
    pages.requestPage();
    if (pages.current.tailroom === room) throw noSpace();
  }
  let offset = 0;
  for (let count = 1; ; count++) {
    const { current } = pages;
    const { tailroom } = current;
    if (tailroom === 0 || count > maxChunks) throw noSpace();
    const chunk = data.subarray(offset, offset + tailroom);
    const name = { ...owner, type: itemTypes.blobData, chunkIndex: start + count - 1 };
    if (!current.write(name, chunk)) throw noSpace();
    offset += chunk.length;
    if (offset < data.length || tailroom - chunk.length < entrySize) pages.requestPage();
    if (offset === data.length) return count;
  }
}

/** Whether the rest of a page is not worth a part; esp-idf: nvs_flash/src/nvs_storage.cpp. */
function isTooSmallFor(size: number, room: number): boolean {
  return (room < size || room === 0) && room < maxDataSize / 10;
}

function eraseChunks(pages: PageList, owner: Owner, start: number): void {
  for (const { page, index, item } of pages.items()) {
    if (item.type !== itemTypes.blobData || item.key !== owner.key || item.namespaceIndex !== owner.namespaceIndex) {
      continue;
    }
    if (item.chunkIndex >= start && item.chunkIndex < start + versionSize) page.eraseAt(index);
  }
}

function findChunk(pages: PageList, name: Item): Place | undefined {
  for (const page of pages.used) {
    const index = page.find(name);
    const item = index === undefined ? undefined : page.items.get(index);
    if (index !== undefined && item !== undefined) return { page, index, item };
  }
  return undefined;
}

function versionOf(owner: Owner, chunk: number): string {
  return chunkName(owner, chunk < versionSize ? 0 : versionSize);
}

function chunkName({ namespaceIndex, key }: Owner, chunk: number): string {
  return `${namespaceIndex}/${chunk}/${key}`;
}
