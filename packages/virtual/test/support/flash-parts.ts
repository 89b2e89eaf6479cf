import { readFileSync } from 'node:fs';
import {
  encodeKeyPartition,
  encodePartitionTable,
  type Flash,
  findPartition,
  generateNvsImage,
  MemoryFlash,
  type NvsKeys,
  type NvsRow,
  type PartitionTable,
  wellKnownTables,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import {
  type FactoryData,
  factoryPlaces,
  factoryRows,
  findNvs,
  partitionFlash,
  readPartitionTable,
  withFactoryPartition,
} from '../../src/index.ts';

const vectors = new URL('../../../../test/vectors/nvs/', import.meta.url);

/** Returns a fixture of `test/vectors/nvs`. */
export function nvsVector(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(name, vectors)));
}

/** Keys for tests. */
export const testKeys: NvsKeys = {
  dataKey: new Uint8Array(32).fill(1),
  tweakKey: new Uint8Array(32).fill(2),
};

/** Returns a flash with this table and the contents of partitions by their labels. */
export function flashWith(table: PartitionTable, contents: Readonly<Record<string, Uint8Array>> = {}): MemoryFlash {
  const flash = new MemoryFlash(0x400000);
  flash.program(0x8000, encodePartitionTable(table));
  for (const [label, content] of Object.entries(contents)) {
    const row = findPartition(table, { label });
    if (!row) throw new Error(`the table has no ${label}`);
    partitionFlash(flash, row).program(0, content);
  }
  return flash;
}

/** Returns the NVS partition of a flash. */
export function nvsOf(flash: Flash): Flash {
  const row = findNvs(readPartitionTable(flash));
  if (!row) throw new Error('the table has no partition nvs');
  return partitionFlash(flash, row);
}

/** The table of the example's README with a partition for factory data. */
export const factoryTable: PartitionTable = withFactoryPartition(wellKnownTables.exampleReadme);

/** Returns a flash with these rows in its factory data, encrypted with keys that it holds too if they are given. */
export function flashWithRows(rows: readonly NvsRow[], keys?: NvsKeys): MemoryFlash {
  const cipher = keys && xtsEntryCipher(keys);
  const table = keys ? withFactoryPartition(wellKnownTables.singleAppEncryptedNvs) : factoryTable;
  return flashWith(table, {
    [factoryPlaces.partition]: generateNvsImage(rows, { size: 0x6000, cipher }),
    ...(keys ? { nvs_key: encodeKeyPartition(keys) } : {}),
  });
}

/** Returns a flash of a device that got these data in the factory. */
export function factoryMade(data: FactoryData, keys?: NvsKeys): MemoryFlash {
  return flashWithRows(factoryRows(data), keys);
}
