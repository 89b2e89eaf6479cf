import { crc32 } from '../crc32.ts';
import type { Bytes } from '../flash.ts';
import { dataCrc, dataSize } from './item.ts';
import type { Place } from './place.ts';

/**
 * Returns the data of a string, an old blob or a part of a blob; if their CRC is wrong the item is erased, as firmware
 * does.
 */
export function readData(place: Place): Bytes | undefined {
  const data = rightData(place);
  if (data === undefined) place.page.dropAt(place.index);
  return data;
}

/** Returns the data, or `undefined` if their CRC is wrong. */
export function rightData({ page, index, item }: Place): Bytes | undefined {
  const data = page.readData(index, item).slice(0, dataSize(item));
  // Nothing has no right CRC: the one of the ROM is 0xFFFFFFFF, that of zlib, where firmware runs on a PC, is 0.
  return data.length === 0 || crc32(data) === dataCrc(item) ? data : undefined;
}
