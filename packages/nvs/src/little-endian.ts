/**
 * Writes a number as so many bytes, lowest first. Not through a DataView: engines keep short arrays without a buffer of
 * their own, and asking for one takes longer than all the rest of an entry.
 */
export function putLittleEndian(bytes: Uint8Array, offset: number, value: number, size: 2 | 4): void {
  for (let i = 0; i < size; i++) bytes[offset + i] = value >>> (8 * i);
}
