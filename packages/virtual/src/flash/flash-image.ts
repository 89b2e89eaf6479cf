import {
  decodePartitionTable,
  defaultTableOffset,
  encodePartitionTable,
  type Flash,
  findPartition,
  MemoryFlash,
  type Partition,
  type PartitionTable,
  tableSize,
  wellKnownTables,
} from '@esp-prov/nvs';
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
  return decodePartitionTable(flash.read(defaultTableOffset, tableSize));
}

/** The partition in which the firmware keeps its settings. */
export function findNvs(table: PartitionTable): Partition | undefined {
  return findPartition(table, { type: 'data', subtype: 'nvs', label: 'nvs' });
}

/** The flash of one partition. */
export function partitionFlash(flash: Flash, partition: Partition): Flash {
  return flashView(flash, partition.offset, partition.size);
}
