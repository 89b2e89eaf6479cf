const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/**
 * Returns the CRC-32 as NVS keeps it: reflected, polynomial 0xEDB88320, last inverted, but of a register that starts at
 * 0, which is zlib's with 0xFFFFFFFF as the CRC so far. Of nothing, and of any number of zeros, it is 0xFFFFFFFF.
 * esp-idf: nvs_flash/src/nvs_types.cpp
 *
 * @param seed - the CRC of what goes before
 * @param start - the first byte that counts; a range spares views, which cost more than the CRC of a few bytes
 */
export function crc32(data: Uint8Array, seed = 0xffffffff, start = 0, end: number = data.length): number {
  let register = ~seed;
  for (let i = start; i < end; i++) {
    register = (register >>> 8) ^ (table[(register ^ (data[i] as number)) & 0xff] as number);
  }
  return ~register >>> 0;
}
