import { partitionSubtypes, partitionTypes } from './keywords.ts';
import { hex } from './number-text.ts';
import { defaultTableOffset, type Partition, type PartitionTable, tableSectorSize } from './partition.ts';
import { tableCsvError, tableError } from './table-error.ts';

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
  /** Where the bootloader is; needed by tables that have rows for it or its copies. */
  readonly bootloaderOffset?: number;
  /** Offset of the recovery bootloader, as eFuses have it; default: that of its row. */
  readonly recoveryBootloaderOffset?: number;
}

/** Returns the alignment of the offset of a partition: flash is mapped for code in pages of 64 KiB. */
export function offsetAlignment(type: number): number {
  return type === partitionTypes.app ? 0x10000 : 0x1000;
}

/** Whether the row is the bootloader or the table in use, which lie below all others. */
export function isPrimary({ type, subtype }: { readonly type: number; readonly subtype: number }): boolean {
  return (type === partitionTypes.bootloader || type === partitionTypes.partition_table) && subtype === 0;
}

/**
 * Gives every row its place, one after another as the official tool does.
 *
 * @throws NvsError `csv/invalid` with line and rule; `table/invalid` for a bootloader that is not below the table
 */
export function layOut(rows: readonly OpenRow[], options: LayoutOptions): PartitionTable {
  const first = (options.tableOffset ?? defaultTableOffset) + tableSectorSize;
  let end = first;
  const { bootloaderOffset } = options;
  const tableOffset = first - tableSectorSize;
  if (bootloaderOffset !== undefined && bootloaderOffset >= tableOffset) {
    const message = `the bootloader at ${hex(bootloaderOffset)} is not below the table at ${hex(tableOffset)}`;
    throw tableError('primary-bootloader-offset', message);
  }
  return rows.map((row) => {
    const { line, partition } = row;
    const given = fixedOffset(row, options) ?? row.offset;
    if (isPrimary(partition)) return { ...partition, offset: given ?? 0, size: fixedSize(row, options) ?? 0 };
    if (given !== undefined && given < end) {
      const what = end === first ? 'partition table' : 'previous partition';
      throw tableCsvError('overlap', line, `offset ${hex(given)} overlaps the ${what}, which ends at ${hex(end)}`);
    }
    const offset = given ?? alignUp(end, offsetAlignment(partition.type));
    const asked = fixedSize(row, options) ?? row.size;
    if (asked === undefined) throw tableCsvError('size-required', line, 'the size is missing');
    const size = asked < 0 ? -asked - offset : asked;
    if (size < 0) throw tableCsvError('range', line, `the partition begins after ${hex(-asked)}, where it should end`);
    end = offset + size;
    return { ...partition, offset, size };
  });
}

/** Returns the offset of what has a fixed place, whatever its row says. */
function fixedOffset(row: OpenRow, options: LayoutOptions): number | undefined {
  const { line, offset } = row;
  const { type, subtype } = row.partition;
  const { tableOffset = defaultTableOffset, bootloaderOffset, recoveryBootloaderOffset } = options;
  const { bootloader, partition_table } = partitionTypes;
  if (type === partition_table && subtype === partitionSubtypes.partition_table['primary']) return tableOffset;
  if (type !== bootloader) return undefined;
  if (subtype === partitionSubtypes.bootloader['primary']) return bootloaderOffset ?? offset ?? bootloaderUnknown(line);
  if (subtype !== partitionSubtypes.bootloader['recovery']) return undefined;
  const recovery = recoveryBootloaderOffset ?? offset;
  if (recovery !== undefined) return recovery;
  throw tableCsvError('recovery-bootloader-offset', line, 'the offset of the recovery bootloader is not known');
}

/** Returns the size of bootloaders and tables, whatever their rows say: copies are as large as what they copy. */
function fixedSize({ line, partition: { type }, size }: OpenRow, options: LayoutOptions): number | undefined {
  const { tableOffset = defaultTableOffset, bootloaderOffset } = options;
  if (type === partitionTypes.partition_table) return tableSectorSize;
  if (type !== partitionTypes.bootloader) return undefined;
  return bootloaderOffset === undefined ? (size ?? bootloaderUnknown(line)) : tableOffset - bootloaderOffset;
}

function bootloaderUnknown(line: number): never {
  throw tableCsvError('primary-bootloader-offset', line, 'the offset of the bootloader is not known');
}

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
