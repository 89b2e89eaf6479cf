import { partitionTypes } from './keywords.ts';
import { hex } from './number-text.ts';
import { defaultTableOffset, type Partition, type PartitionTable, tableSectorSize } from './partition.ts';
import { tableCsvError } from './table-error.ts';

/** A row of a CSV file, whose place may still be open. */
export interface OpenRow {
  readonly line: number;
  readonly partition: Omit<Partition, 'offset' | 'size'>;
  readonly offset: number | undefined;
  /** Negative: up to this address. */
  readonly size: number | undefined;
}

/** Where things that a CSV file leaves open begin. */
export interface LayoutOptions {
  /** Where the table itself is. */
  readonly tableOffset?: number;
  /** Where the bootloader is; needed by tables that have a row for it. */
  readonly bootloaderOffset?: number;
}

/** Alignment of the offset of a partition: flash is mapped for code in pages of 64 KiB. */
export function offsetAlignment(type: number): number {
  return type === partitionTypes.app ? 0x10000 : 0x1000;
}

/** Whether the row stands for the bootloader or the table in use, which lie below all others. */
export function isPrimary({ type, subtype }: { readonly type: number; readonly subtype: number }): boolean {
  return (type === partitionTypes.bootloader || type === partitionTypes.partition_table) && subtype === 0;
}

/** Gives every row its place, one after another as the official tool does. */
export function layOut(rows: readonly OpenRow[], options: LayoutOptions): PartitionTable {
  const { tableOffset = defaultTableOffset } = options;
  const first = tableOffset + tableSectorSize;
  let end = first;
  return rows.map((row) => {
    const { line, partition } = row;
    if (isPrimary(partition)) return primary(row, options);
    if (row.offset !== undefined && row.offset < end) {
      const what = end === first ? 'partition table' : 'previous partition';
      throw tableCsvError('overlap', line, `offset ${hex(row.offset)} overlaps the ${what}, which ends at ${hex(end)}`);
    }
    const offset = row.offset ?? alignUp(end, offsetAlignment(partition.type));
    const asked = row.size ?? sizeByKind(row, options);
    const size = asked < 0 ? -asked - offset : asked;
    if (size < 0) throw tableCsvError('range', line, `the partition begins after ${hex(-asked)}, where it should end`);
    end = offset + size;
    return { ...partition, offset, size };
  });
}

function primary({ line, partition, offset, size }: OpenRow, options: LayoutOptions): Partition {
  const { tableOffset = defaultTableOffset, bootloaderOffset } = options;
  if (partition.type === partitionTypes.partition_table) {
    return { ...partition, offset: offset ?? tableOffset, size: size ?? tableSectorSize };
  }
  const start = offset ?? bootloaderOffset;
  if (start === undefined) {
    throw tableCsvError('primary-bootloader-offset', line, 'the offset of the bootloader is not known');
  }
  return { ...partition, offset: start, size: size ?? tableOffset - start };
}

/** Copies of the bootloader and of the table are as large as what they copy. */
function sizeByKind({ line, partition: { type } }: OpenRow, options: LayoutOptions): number {
  const { tableOffset = defaultTableOffset, bootloaderOffset } = options;
  if (type === partitionTypes.partition_table) return tableSectorSize;
  if (type === partitionTypes.bootloader && bootloaderOffset !== undefined) return tableOffset - bootloaderOffset;
  throw tableCsvError('size-required', line, 'the size is missing');
}

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
