import { crc32 } from '../crc32.ts';
import type { Bytes } from '../flash.ts';

/** Words that say in which part of its life a page is; each step clears one more bit. */
export const pageStateWords = {
  blank: 0xffffffff,
  active: 0xfffffffe,
  full: 0xfffffffc,
  freeing: 0xfffffff8,
} as const;

/** Version bytes of pages: the second one has blobs of several pages. */
export const pageVersions = { first: 0xff, second: 0xfe } as const;

/** Bytes at the start of a page, before the states of its entries. */
export const pageHeaderSize = 32;

/** What is known of a page without its entries. */
export interface PageHeader {
  /** One of {@link pageStateWords}, or anything else: the CRC leaves it out, so that it can change in place. */
  readonly stateWord: number;
  /** Pages written later have higher ones. */
  readonly sequence: number;
  readonly version: number;
}

/** Returns the {@link pageHeaderSize} bytes of a page's header. */
export function encodePageHeader({ stateWord, sequence, version }: PageHeader): Bytes {
  const header = new Uint8Array(pageHeaderSize).fill(0xff);
  const view = new DataView(header.buffer);
  view.setUint32(0, stateWord, true);
  view.setUint32(4, sequence, true);
  header[8] = version;
  view.setUint32(28, headerCrc(header), true);
  return header;
}

/** Returns the header of a page, or nothing if its CRC is wrong. */
export function decodePageHeader(header: Uint8Array): PageHeader | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(28, true) !== headerCrc(header)) return undefined;
  return { stateWord: view.getUint32(0, true), sequence: view.getUint32(4, true), version: header[8] as number };
}

function headerCrc(header: Uint8Array): number {
  return crc32(header.subarray(4, 28));
}
