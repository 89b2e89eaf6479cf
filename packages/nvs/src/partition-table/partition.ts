/** One row of a partition table. */
export interface Partition {
  /** Name under which firmware finds the partition; a device keeps the first 16 bytes of its UTF-8. */
  readonly label: string;
  /** What kind of content it holds; 0x40 to 0xFE are free for the application. */
  readonly type: number;
  /** What it holds within its type. */
  readonly subtype: number;
  /** Bytes from the start of the flash. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** Bits of {@link partitionFlags}; unknown ones are kept. */
  readonly flags: number;
}

/** The rows in the order in which they are stored. */
export type PartitionTable = readonly Partition[];

/** Bits of {@link Partition.flags}. */
export const partitionFlags = { encrypted: 1, readonly: 2 } as const;

/** Flash offset of the table unless a project moves it. */
export const defaultTableOffset = 0x8000;

/** Bytes of flash that the table occupies, signature included. */
export const tableSectorSize = 0x1000;

/** Bytes of a table file; the rest of the sector is for a signature. */
export const tableSize = 0xc00;

/** Bytes of a label as stored. */
export const labelSize = 16;
