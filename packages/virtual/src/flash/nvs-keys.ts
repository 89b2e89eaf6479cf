import {
  decodeKeyPartition,
  type EntryCipher,
  encodeKeyPartition,
  type Flash,
  findPartition,
  generateNvsKeys,
  NvsError,
  type NvsKeys,
  type Partition,
  type PartitionTable,
  sectorSize,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import type { Log, Random } from '@esp-prov/protocol';
import { type EspError, logged } from './esp-error.ts';
import { partitionFlash } from './flash-image.ts';

/** Bytes that the firmware programs: two keys, their CRC and what fills its block up. */
const programmedSize = 80;

/** Returns the partition of the keys for encrypted NVS. */
export function findNvsKeys(table: PartitionTable): Partition | undefined {
  return findPartition(table, { type: 'data', subtype: 'nvs_keys' });
}

/** Returns the encryption of NVS with the keys in the flash; undefined where there are none that can be used. */
export function readNvsCipher(flash: Flash, table: PartitionTable): EntryCipher | undefined {
  const partition = findNvsKeys(table);
  if (!partition || partition.offset + partition.size > flash.size) return undefined;
  try {
    return xtsEntryCipher(decodeKeyPartition(flash.read(partition.offset, Math.min(partition.size, sectorSize))));
  } catch (error) {
    if (error instanceof NvsError) return undefined;
    throw error;
  }
}

/**
 * Returns the keys as the firmware gets them since v5.3: read from their partition, or where they are missing or
 * damaged drawn anew, so that what was encrypted with the old ones is lost. Undefined without a partition for them.
 * esp-idf: nvs_flash/src/nvs_api.cpp, nvs_sec_provider
 */
export function readOrMakeKeys(
  flash: Flash,
  table: PartitionTable,
  { log, random }: { readonly log: Log; readonly random: Random },
): NvsKeys | undefined {
  log('info', 'nvs_sec_provider', 'NVS Encryption - Registering Flash encryption-based scheme...');
  const partition = findNvsKeys(table);
  if (!partition) log('warn', 'nvs_sec_provider', 'Partition with subtype "nvs_keys" not found');
  const room = partition && partitionFlash(flash, partition);
  // Keys take a whole sector.
  const view = room && room.size > 0 ? room : undefined;
  const found = view ? readKeys(view) : 'ESP_ERR_INVALID_ARG';
  if (typeof found !== 'string') return found;
  log('warn', 'nvs', `Failed to read NVS security cfg: ${logged(found)}`);
  log('info', 'nvs', 'Generating NVS encr-keys...');
  if (!view) {
    log('error', 'nvs', `Failed to generate NVS encr-keys: ${logged('ESP_ERR_INVALID_ARG')}`);
    return undefined;
  }
  const keys = generateNvsKeys(random);
  for (let sector = 0; sector < view.size / sectorSize; sector++) view.erase(sector);
  view.program(0, encodeKeyPartition(keys).subarray(0, programmedSize));
  return keys;
}

function readKeys(view: Flash): NvsKeys | EspError {
  try {
    return decodeKeyPartition(view.read(0, Math.min(view.size, sectorSize)));
  } catch (error) {
    if (!(error instanceof NvsError)) throw error;
    return error.code === 'nvs/keys-missing' ? 'ESP_ERR_NVS_KEYS_NOT_INITIALIZED' : 'ESP_ERR_NVS_CORRUPT_KEY_PART';
  }
}
