import {
  decodePartitionTable,
  defaultTableOffset,
  encodePartitionTable,
  type Flash,
  findPartition,
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

/** Octets of flash on most modules. */
export const defaultFlashSize: number = 4 * 1024 * 1024;

/** The content of a chip's flash as it leaves the factory: all erased but the partition table. */
export function factoryImage(
  options: { readonly size?: number; readonly table?: PartitionTable } = {},
): Uint8Array<ArrayBuffer> {
  const { size = defaultFlashSize, table = wellKnownTables.exampleReadme } = options;
  const flash = new MemoryFlash(size);
  flash.program(defaultTableOffset, encodePartitionTable(table));
  return flash.image();
}

/** A chip's flash in memory, as it leaves the factory. */
export function factoryFlash(options: { readonly size?: number; readonly table?: PartitionTable } = {}): MemoryFlash {
  return new MemoryFlash(factoryImage(options));
}

/**
 * The partition table of a flash.
 *
 * @throws NvsError `table/invalid` as the second-stage bootloader would refuse it
 */
export function readPartitionTable(flash: Flash): PartitionTable {
  if (flash.size < defaultTableOffset + tableSize) {
    throw new NvsError('table/invalid', `the image ends at ${hex(flash.size)}, before its partition table`, {
      details: { rule: 'empty', size: flash.size },
    });
  }
  return decodePartitionTable(flash.read(defaultTableOffset, tableSize));
}

/** The partition in which the firmware keeps its settings. */
export function findNvs(table: PartitionTable): Partition | undefined {
  return findPartition(table, { type: 'data', subtype: 'nvs', label: 'nvs' });
}

/**
 * The flash of one partition: its whole sectors.
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
