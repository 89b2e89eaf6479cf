import { NvsError, type PartitionTable } from '@esp-prov/nvs';

const mebibyte = 1024 * 1024;

/**
 * Returns the size of the flash chip that an image belongs to: its own size where there are chips of that size, else
 * that of the smallest chip which holds every partition, since the image of a real board may be its beginning only.
 */
export function chipSize(imageSize: number, table: PartitionTable): number {
  const ends = table.map(({ offset, size }) => offset + size);
  let size = mebibyte;
  while (size < imageSize) size *= 2;
  if (size === imageSize) return size;
  while (size < Math.max(...ends)) size *= 2;
  return size;
}

/**
 * Checks what the bootloader checks besides the table itself. esp-idf: bootloader_support/src/flash_partitions.c
 *
 * @throws NvsError `table/invalid` when a partition is not within the chip
 */
export function checkWithinChip(table: PartitionTable, size: number): void {
  const slot = table.findIndex(({ offset, size: length }) => offset + length > size);
  const row = table[slot];
  if (!row) return;
  const hex = (value: number): string => `0x${value.toString(16)}`;
  throw new NvsError(
    'table/invalid',
    `partition ${slot} invalid - offset ${hex(row.offset)} size ${hex(row.size)} exceeds flash chip size ${hex(size)}`,
    { details: { rule: 'flash-size', label: row.label, slot } },
  );
}
