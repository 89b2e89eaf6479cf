import {
  decodePartitionTable,
  defaultTableOffset,
  encodePartitionTable,
  type Flash,
  findPartition,
  findTableOffset,
  findTableProblems,
  MemoryFlash,
  NvsError,
  type Partition,
  type PartitionTable,
  sectorSize,
  tableSize,
  wellKnownTables,
} from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { flashView } from './flash-view.ts';

/** Bytes of flash on most modules. */
export const defaultFlashSize: number = 4 * 1024 * 1024;

/** What the flash of a new chip holds. */
export interface FactoryImageOptions {
  readonly size?: number;
  readonly table?: PartitionTable;
  /** Where the table is; default: 0x8000. */
  readonly tableOffset?: number | undefined;
}

/**
 * Returns the content of a chip's flash as it leaves the factory: all erased but the partition table.
 *
 * @throws NvsError `table/invalid` for a table that is not for its place
 */
export function factoryImage(options: FactoryImageOptions = {}): Uint8Array<ArrayBuffer> {
  return factoryFlash(options).image();
}

/**
 * A chip's flash in memory, as it leaves the factory.
 *
 * @throws NvsError `table/invalid` for a table that is not for its place
 */
export function factoryFlash(options: FactoryImageOptions = {}): MemoryFlash {
  const { size = defaultFlashSize, table = wellKnownTables.exampleReadme, tableOffset = defaultTableOffset } = options;
  if (tableOffset !== defaultTableOffset) {
    const problem = findTableProblems(table, { tableOffset }).find(({ rule }) => rule === 'below-table');
    if (problem) throw new NvsError('table/invalid', problem.message, { details: { rule: problem.rule } });
  }
  const flash = new MemoryFlash(size);
  flash.program(tableOffset, encodePartitionTable(table));
  return flash;
}

/**
 * Returns the partition table of a flash.
 *
 * @param tableOffset - where the firmware was built to have it; default: where one is found
 * @throws NvsError `table/invalid` as the second-stage bootloader would refuse it
 */
export function readPartitionTable(flash: Flash, tableOffset: number = tableOffsetOf(flash)): PartitionTable {
  if (flash.size < tableOffset + tableSize) {
    const message = `the image ends at ${hex(flash.size)}, before the end of its partition table at ${hex(tableOffset)}`;
    throw new NvsError('table/invalid', message, { details: { rule: 'empty', size: flash.size } });
  }
  return decodePartitionTable(flash.read(tableOffset, tableSize));
}

/** Returns where the table of a flash is; without any, where a chip would look for it. */
export function tableOffsetOf(flash: Flash): number {
  return findTableOffset(flash) ?? defaultTableOffset;
}

/** Returns the partition in which the firmware keeps its settings. */
export function findNvs(table: PartitionTable): Partition | undefined {
  return findPartition(table, { type: 'data', subtype: 'nvs', label: 'nvs' });
}

/**
 * Returns the flash of one partition: its whole sectors.
 *
 * @throws ProvisioningError `flash/no-nvs` when the image does not hold it, or not at the start of a sector
 */
export function partitionFlash(flash: Flash, { label, offset, size }: Partition): Flash {
  if (offset + size > flash.size) {
    throw new ProvisioningError(
      'flash/no-nvs',
      `the image ends at ${hex(flash.size)}, the partition ${label} at ${hex(offset + size)}`,
    );
  }
  if (offset % sectorSize !== 0) {
    throw new ProvisioningError('flash/no-nvs', `the partition ${label} begins at ${hex(offset)}, within a sector`);
  }
  return flashView(flash, offset, size - (size % sectorSize));
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
