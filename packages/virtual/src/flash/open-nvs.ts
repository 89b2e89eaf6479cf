import {
  decodeKeyPartition,
  type Flash,
  findPartition,
  NvsError,
  type NvsOptions,
  NvsStore,
  type PartitionTable,
  sectorSize,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { findNvs, partitionFlash } from './flash-image.ts';

/**
 * The NVS partition of a flash, opened as the example application does: where it has no free page or a newer version, it
 * is erased and opened again. A partition `nvs_keys` in the table means that it is encrypted.
 *
 * @throws ProvisioningError `flash/no-nvs` when the table has none, or one that is too small, or the keys are unusable
 */
export function openNvs(flash: Flash, table: PartitionTable): NvsStore {
  const partition = findNvs(table);
  if (!partition)
    throw new ProvisioningError('flash/no-nvs', 'the partition table has no partition nvs of type data, nvs');
  const nvs = partitionFlash(flash, partition);
  try {
    const options = encryption(flash, table);
    try {
      return NvsStore.open(nvs, options);
    } catch (error) {
      if (!isNvsError(error, 'nvs/no-free-pages') && !isNvsError(error, 'nvs/new-version')) throw error;
      for (let sector = 0; sector < nvs.size / sectorSize; sector++) nvs.erase(sector);
      return NvsStore.open(nvs, options);
    }
  } catch (cause) {
    if (!(cause instanceof NvsError)) throw cause;
    throw new ProvisioningError('flash/no-nvs', cause.message, { cause });
  }
}

function encryption(flash: Flash, table: PartitionTable): NvsOptions {
  const keys = findPartition(table, { type: 'data', subtype: 'nvs_keys' });
  if (!keys) return {};
  return { cipher: xtsEntryCipher(decodeKeyPartition(flash.read(keys.offset, keys.size))) };
}

function isNvsError(error: unknown, code: NvsError['code']): boolean {
  return error instanceof NvsError && error.code === code;
}
