import { encodePartitionTable, type Flash, type PartitionTable, sectorSize, tableSize } from '@esp-prov/nvs';
import { findNvs, partitionFlash, readPartitionTable, tableOffsetOf } from './flash-image.ts';
import { findNvsKeys } from './nvs-keys.ts';

/**
 * Damage to a flash: a bit of the partition table lost; the headers of all NVS pages lost; an NVS partition of a single
 * sector; the keys of encrypted NVS lost.
 */
export type FlashDamage = 'corrupt-table' | 'corrupt-nvs' | 'small-nvs' | 'no-keys';

/**
 * Damages the flash. A fault whose partition the table lacks does nothing.
 *
 * @param options - where the table is; default: where one is found
 * @throws NvsError `table/invalid` when there is no table to be found
 */
export function damageFlash(
  flash: Flash,
  damage: FlashDamage,
  { tableOffset = tableOffsetOf(flash) }: { readonly tableOffset?: number | undefined } = {},
): void {
  const table = readPartitionTable(flash, tableOffset);
  switch (damage) {
    case 'corrupt-table':
      // The first letter of the first label loses its lowest bit that is set.
      return clearBit(flash, tableOffset + labelOffset);
    case 'corrupt-nvs':
      return corruptNvs(flash, table);
    case 'small-nvs':
      return shrinkNvs(flash, table, tableOffset);
    case 'no-keys': {
      const keys = findNvsKeys(table);
      return keys ? eraseAll(partitionFlash(flash, keys)) : undefined;
    }
  }
}

const labelOffset = 12;
/** The CRC of a page's header. */
const headerCrc = { offset: 28, size: 4 };

function clearBit(flash: Flash, offset: number): void {
  const byte = flash.read(offset, 1)[0] as number;
  flash.program(offset, Uint8Array.of(byte & (byte - 1)));
}

/** Bits that were lost; a blank page gets some as well, so that it no longer counts as blank. */
function corruptNvs(flash: Flash, table: PartitionTable): void {
  const partition = findNvs(table);
  if (!partition) return;
  const nvs = partitionFlash(flash, partition);
  for (let page = 0; page < nvs.size; page += sectorSize) {
    nvs.program(page + headerCrc.offset, new Uint8Array(headerCrc.size));
  }
}

function shrinkNvs(flash: Flash, table: PartitionTable, tableOffset: number): void {
  const nvs = findNvs(table);
  if (!nvs) return;
  const sector = tableOffset / sectorSize;
  const kept = flash.read(tableOffset + tableSize, sectorSize - tableSize);
  flash.erase(sector);
  const smaller = table.map((row) => (row === nvs ? { ...row, size: sectorSize } : row));
  flash.program(tableOffset, encodePartitionTable(smaller));
  flash.program(tableOffset + tableSize, kept);
}

function eraseAll(flash: Flash): void {
  for (let sector = 0; sector < flash.size / sectorSize; sector++) flash.erase(sector);
}
