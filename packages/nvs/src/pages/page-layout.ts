import { sectorSize } from '../flash.ts';
import { entrySize } from './entry-cipher.ts';

/** Bytes from the start of a page to the states of its entries. */
export const statesOffset = 32;

/** Bytes from the start of a page to its first entry. */
export const entriesOffset = 64;

/** Returns the offset of an entry from the start of the partition. */
export function entryOffset(page: number, entry: number): number {
  return page * sectorSize + entriesOffset + entry * entrySize;
}
