import {
  type Flash,
  NvsError,
  NvsStore,
  nvsRulesOf,
  type PartitionTable,
  sectorSize,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { type Log, ProvisioningError, type Random, silentLog, systemRandom } from '@esp-prov/protocol';
import type { Serial } from '../chip/serial-monitor.ts';
import { abortLines, type EspError, logged } from './esp-error.ts';
import { findNvs, partitionFlash } from './flash-image.ts';
import { findNvsKeys, readOrMakeKeys } from './nvs-keys.ts';

/** What is known of the firmware that opens its NVS. */
export interface OpenNvsOptions {
  /** Its log. */
  readonly log?: Log | undefined;
  /** Its serial port, for what it prints past the log. */
  readonly serial?: Serial | undefined;
  /** Whether it encrypts what it stores; default: where the table has a partition for the keys. */
  readonly encrypted?: boolean | undefined;
  /** Its version of ESP-IDF, by which it treats its pages. */
  readonly idfVersion?: string | undefined;
  /** Source of new keys. */
  readonly random?: Random | undefined;
}

/**
 * Returns the NVS partition of a flash, opened as the example application does: where it has no free page or a newer
 * version, it is erased and opened again. What the firmware prints is printed.
 *
 * @throws ProvisioningError `flash/no-nvs` where the firmware would give up and start anew, for ever
 */
export function openNvs(flash: Flash, table: PartitionTable, options: OpenNvsOptions = {}): NvsStore {
  try {
    return initialize(flash, table, options);
  } catch (error) {
    const name = espError(error);
    if (name !== 'ESP_ERR_NVS_NO_FREE_PAGES' && name !== 'ESP_ERR_NVS_NEW_VERSION_FOUND') {
      // The example goes on, and gives up when the Wi-Fi driver finds no NVS.
      throw givenUp(options, error, 'ESP_ERR_NVS_NOT_INITIALIZED', 'esp_wifi_init(&cfg)');
    }
  }
  const nvs = partitionOf(flash, table);
  for (let sector = 0; sector < nvs.size / sectorSize; sector++) nvs.erase(sector);
  try {
    return initialize(flash, table, options);
  } catch (error) {
    throw givenUp(options, error, espError(error), 'nvs_flash_init()');
  }
}

/** Opens NVS as `nvs_flash_init` does. */
function initialize(flash: Flash, table: PartitionTable, options: OpenNvsOptions): NvsStore {
  const {
    log = silentLog,
    random = systemRandom,
    idfVersion = '',
    encrypted = findNvsKeys(table) !== undefined,
  } = options;
  const keys = encrypted ? readOrMakeKeys(flash, table, { log, random }) : undefined;
  if (encrypted && !keys) throw new NvsError('nvs/keys-missing', 'the table has no partition nvs_keys for the keys');
  try {
    const store = NvsStore.open(partitionOf(flash, table), {
      cipher: keys && xtsEntryCipher(keys),
      anySize: true,
      rules: nvsRulesOf(idfVersion),
    });
    if (keys) log('info', 'nvs', 'NVS partition "nvs" is encrypted.');
    return store;
  } catch (error) {
    const name = espError(error);
    if (keys && name) log('error', 'nvs', `Failed to initialize NVS partition: ${logged(name)}`);
    throw error;
  }
}

function partitionOf(flash: Flash, table: PartitionTable): Flash {
  const partition = findNvs(table);
  if (!partition) throw new NvsError('nvs/not-found', 'the partition table has no partition nvs of type data, nvs');
  return partitionFlash(flash, partition);
}

/** Prints what the firmware prints before it starts anew. */
function givenUp(
  { serial = () => undefined }: OpenNvsOptions,
  cause: unknown,
  error: EspError | undefined,
  expression: string,
): unknown {
  if (!(cause instanceof NvsError) || !error) return cause;
  for (const line of abortLines(error, expression)) serial(line);
  return new ProvisioningError('flash/no-nvs', cause.message, { cause });
}

function espError(error: unknown): EspError | undefined {
  if (!(error instanceof NvsError)) return undefined;
  switch (error.code) {
    case 'nvs/no-free-pages':
      return 'ESP_ERR_NVS_NO_FREE_PAGES';
    case 'nvs/new-version':
      return 'ESP_ERR_NVS_NEW_VERSION_FOUND';
    case 'nvs/not-found':
      return 'ESP_ERR_NOT_FOUND';
    case 'nvs/keys-missing':
      return 'ESP_ERR_INVALID_ARG';
    case 'nvs/too-small':
    case 'nvs/no-space':
      return 'ESP_ERR_NVS_NOT_ENOUGH_SPACE';
    default:
      return undefined;
  }
}
