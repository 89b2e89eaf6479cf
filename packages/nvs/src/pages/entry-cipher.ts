import type { Bytes } from '../flash.ts';

/** Size of an NVS entry, the unit that is written, counted and encrypted. */
export const entrySize = 32;

/** Encryption of NVS entries; page headers and entry states always stay clear. */
export interface EntryCipher {
  /**
   * Returns what is programmed for an entry.
   *
   * @param offset - bytes from the start of the partition to the entry
   * @param entry - {@link entrySize} bytes
   */
  seal(offset: number, entry: Uint8Array): Bytes;
  /**
   * Returns the entry of what {@link EntryCipher.seal} returned for the same offset; anything else gives noise, not an
   * error.
   */
  open(offset: number, entry: Uint8Array): Bytes;
}
