import { NvsError } from '../nvs-error.ts';
import { partitionTypes } from './keywords.ts';
import { isPrimary } from './layout.ts';
import { defaultTableOffset, type PartitionTable, tableSectorSize, tableSize } from './partition.ts';
import { beginsLikeTable, decodePartitionTable } from './table-binary.ts';

/** The last place to which projects move the table. */
const lastTableOffset = 0x10000;

/** What a table is looked for in: a flash, or a view of an image. */
export interface TableSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/**
 * Returns where the partition table of a flash is, or `undefined` where none is found: at 0x8000 if something like a table
 * begins there, else in the first sector up to 0x10000 that holds a table for this place. A table that has a row for its
 * own sector is a copy, which no bootloader uses.
 */
export function findTableOffset(source: TableSource): number | undefined {
  for (let offset = defaultTableOffset; offset <= lastTableOffset; offset += tableSectorSize) {
    if (offset + tableSize > source.size) return undefined;
    if (!beginsLikeTable(source.read(offset, 2))) continue;
    if (offset === defaultTableOffset || isOfPlace(source, offset)) return offset;
  }
  return undefined;
}

function isOfPlace(source: TableSource, offset: number): boolean {
  const table = tableAt(source, offset);
  return (
    table?.every((row) => {
      if (!isPrimary(row)) return row.offset >= offset + tableSectorSize;
      return row.type !== partitionTypes.partition_table || row.offset === offset;
    }) === true
  );
}

/**
 * Returns the table at `offset`, also one with a wrong MD5: the bootloader refuses it, but it has to be reported as a
 * table.
 */
function tableAt(source: TableSource, offset: number): PartitionTable | undefined {
  try {
    return decodePartitionTable(source.read(offset, tableSize), { verifyMd5: false });
  } catch (error) {
    if (error instanceof NvsError) return undefined;
    throw error;
  }
}
