import {
  decodePartitionTable,
  defaultTableOffset,
  findPartition,
  findTableOffset,
  type Partition,
  type PartitionTable,
  tableSize,
} from '@esp-prov/nvs';
import { decodeUtf8, ProvisioningError } from '@esp-prov/protocol';
import type { TableOptions } from '../../options/table-options.ts';
import { invalidRequest, withFlashErrors } from '../../report/flash-error.ts';

/** How the outcome of a command is printed. */
export interface ReportOptions {
  readonly json?: boolean;
}

/** A partition table in an image. */
export interface PlacedTable {
  readonly offset: number;
  readonly rows: PartitionTable;
}

/**
 * Returns the partition table of an image, where the options say or where one is found.
 *
 * @throws ProvisioningError `flash/not-bootable`; `flash/invalid-request` for a table as text
 */
export function tableOf(image: Uint8Array, { partitionTableOffset: given }: TableOptions): PlacedTable {
  const found = given ?? findTable(image);
  if (found === undefined && isTableText(image)) {
    const why = 'this is a partition table as text, and no image. Expected an image, for example one of';
    throw invalidRequest(`${why} esp-prov flash create dev.bin --table <file>, with this file as the table`);
  }
  const offset = found ?? defaultTableOffset;
  if (image.length < offset + tableSize) {
    const why = `the image ends at ${hex(image.length)}, before the end of its partition table at ${hex(offset)}`;
    throw new ProvisioningError('flash/not-bootable', why);
  }
  if (found === undefined && isErased(image.subarray(offset, offset + tableSize))) {
    const why = 'there is no table at 0x8000 to 0x10000; --partition-table-offset names another place';
    throw new ProvisioningError('flash/not-bootable', why);
  }
  return { offset, rows: withFlashErrors(() => decodePartitionTable(image.subarray(offset, offset + tableSize))) };
}

/** Bytes at the begin of a file in which a table as text has its first row. */
const headLength = 4096;

/** Whether a file is a table as projects write it: text with a row of a name, a type and a subtype. */
function isTableText(image: Uint8Array): boolean {
  const head = decodeUtf8(image.subarray(0, headLength).filter((byte) => byte < 0x80)) ?? '';
  if (head.includes('\0')) return false;
  return head
    .split(/\r?\n/)
    .some((line) => /^[^#,]{0,64},[ \t]*(app|data|bootloader|partition_table|0x[0-9a-f]{1,2})[ \t]*,/i.test(line));
}

function isErased(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0xff);
}

/** Returns where an image has a partition table; undefined where none is found. */
export function findTable(image: Uint8Array): number | undefined {
  const read = (offset: number, length: number): Uint8Array => image.subarray(offset, offset + length);
  return findTableOffset({ size: image.length, read });
}

/**
 * Returns a partition of an image.
 *
 * @throws ProvisioningError `flash/invalid-request` that names the partitions that there are, or says that the image
 *   ends before it
 */
export function partitionOf(image: Uint8Array, label: string, options: TableOptions): Partition {
  const { rows } = tableOf(image, options);
  const found = findPartition(rows, { label });
  if (!found) {
    throw invalidRequest(`there is no partition ${label}; the table has ${rows.map((row) => row.label).join(', ')}`);
  }
  const end = found.offset + found.size;
  if (end <= image.length) return found;
  throw invalidRequest(`the partition ${label} ends at ${hex(end)}, the image at ${hex(image.length)}`);
}

/** Returns a number as people write offsets. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
