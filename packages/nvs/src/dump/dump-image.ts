import { sectorSize } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import type { EntryCipher } from '../pages/entry-cipher.ts';
import { decodePageHeader, pageHeaderSize, pageStateWords } from '../pages/page-header.ts';
import { dumpEntries, type NvsDumpEntry } from './dump-entries.ts';

/** A page of a partition as it is in the flash. */
export interface NvsDumpPage {
  /** Counted from 0 in the partition. */
  readonly page: number;
  /** Bytes from the start of the partition. */
  readonly offset: number;
  /** `unknown` where the word is none that firmware writes, or the CRC of the header is wrong. */
  readonly state: 'blank' | 'active' | 'full' | 'freeing' | 'unknown';
  /** The word that holds the state. */
  readonly stateWord: number;
  /** Whether the header is the one that was written; missing of a page without one. */
  readonly headerCrc?: 'right' | 'wrong';
  /** Pages that were begun later have higher ones. */
  readonly sequence?: number;
  /** 1, or 2 where blobs may have several parts. */
  readonly version?: number;
  readonly entries: readonly NvsDumpEntry[];
}

/** An NVS partition byte for byte. */
export interface NvsDump {
  readonly pages: readonly NvsDumpPage[];
  /** The names of the namespaces by their numbers, from the written entries. */
  readonly namespaces: ReadonlyMap<number, string>;
}

/**
 * Takes an image apart without judging it: every page and every entry with its state, also what firmware would drop or
 * has erased.
 *
 * @throws NvsError `nvs/too-small` for less than a page
 */
export function dumpNvsImage(image: Uint8Array, options: { readonly cipher?: EntryCipher | undefined } = {}): NvsDump {
  if (image.length < sectorSize) {
    throw new NvsError('nvs/too-small', `an image has at least ${sectorSize} bytes, not ${image.length}`, {
      details: { size: image.length },
    });
  }
  const pages = Array.from({ length: Math.floor(image.length / sectorSize) }, (_, page) =>
    dumpPage(image.subarray(page * sectorSize, (page + 1) * sectorSize), page, options.cipher),
  );
  const namespaces = new Map<number, string>();
  for (const { state, item } of pages.flatMap(({ entries }) => entries)) {
    if (state !== 'written' || item?.namespaceIndex !== 0 || item.value?.type !== 'u8') continue;
    if (!namespaces.has(item.value.value)) namespaces.set(item.value.value, item.key);
  }
  return { pages, namespaces };
}

function dumpPage(sector: Uint8Array, page: number, cipher: EntryCipher | undefined): NvsDumpPage {
  const raw = sector.subarray(0, pageHeaderSize);
  const stateWord = new DataView(raw.buffer, raw.byteOffset, raw.byteLength).getUint32(0, true);
  const header = decodePageHeader(raw);
  const place = { page, offset: page * sectorSize, stateWord, entries: dumpEntries(sector, page, cipher) };
  if (stateWord === pageStateWords.blank) return { ...place, state: 'blank' };
  if (!header) return { ...place, state: 'unknown', headerCrc: 'wrong' };
  const state =
    (['active', 'full', 'freeing'] as const).find((name) => pageStateWords[name] === stateWord) ?? 'unknown';
  return { ...place, state, headerCrc: 'right', sequence: header.sequence, version: 0x100 - header.version };
}
