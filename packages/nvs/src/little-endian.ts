/**
 * Writes a number of `size` bytes, lowest first. It uses no DataView: engines keep short arrays without a buffer, and
 * making one takes longer than the rest of an entry.
 */
export function putLittleEndian(bytes: Uint8Array, offset: number, value: number, size: 2 | 4): void {
  for (let i = 0; i < size; i++) bytes[offset + i] = value >>> (8 * i);
}
