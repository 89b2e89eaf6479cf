import {
  checkNvsImage,
  type EntryCipher,
  type Flash,
  findPartition,
  NvsError,
  type NvsFinding,
  type NvsReader,
  type NvsRow,
  type Partition,
  type PartitionTable,
  partitionSubtypes,
  partitionTypes,
  readNvs,
  sectorSize,
} from '@esp-prov/nvs';
import { ProvisioningError, type SaltAndVerifier, toHex } from '@esp-prov/protocol';
import { partitionFlash } from './flash-image.ts';
import { readNvsCipher } from './nvs-keys.ts';

/**
 * Where the secrets of a single device are, which it got in the factory. The names are ours: Espressif's example leaves
 * the reading of salt and verifier to the application.
 */
export const factoryPlaces = {
  /** Label of the partition, of type `data`, `nvs`. */
  partition: 'fctry',
  namespace: 'prov',
  /** Serial number, a string. */
  serial: 'serial',
  /** Proof of possession of security 1, a string. */
  pop: 'pop',
  /** Salt of security 2, a blob. */
  salt: 'sec2_salt',
  /** Verifier of security 2, a blob of 384 bytes. */
  verifier: 'sec2_verifier',
} as const;

/** What a device got in the factory. */
export interface FactoryData {
  readonly serial?: string | undefined;
  /** Proof of possession of security 1. */
  readonly pop?: string | undefined;
  /** Salt and verifier of security 2. */
  readonly verifier?: SaltAndVerifier | undefined;
}

const factoryPartitionSize = 0x6000;
/** Bytes of the group of security 2; a verifier comes without leading zeros. */
const longestVerifier = 384;

/**
 * Returns the table with a partition for factory data behind all others, unless it has one.
 */
export function withFactoryPartition(table: PartitionTable): PartitionTable {
  if (factoryPartition(table)) return table;
  const end = Math.max(...table.map(({ offset, size }) => offset + size));
  const offset = Math.ceil(end / sectorSize) * sectorSize;
  const kind = { type: partitionTypes.data, subtype: partitionSubtypes.data['nvs'] ?? 0, flags: 0 };
  return [...table, { label: factoryPlaces.partition, ...kind, offset, size: factoryPartitionSize }];
}

/** Returns the factory data as rows for `generateNvsImage`, or for a CSV file of Espressif's generator. */
export function factoryRows({ serial, pop, verifier }: FactoryData): NvsRow[] {
  const { namespace, serial: serialKey, pop: popKey, salt: saltKey, verifier: verifierKey } = factoryPlaces;
  const row = (key: string, encoding: string, value: string): NvsRow => ({ key, type: 'data', encoding, value });
  return [
    { key: namespace, type: 'namespace', encoding: '', value: '' },
    ...(serial === undefined ? [] : [row(serialKey, 'string', serial)]),
    ...(pop === undefined ? [] : [row(popKey, 'string', pop)]),
    ...(verifier === undefined
      ? []
      : [row(saltKey, 'hex2bin', toHex(verifier.salt)), row(verifierKey, 'hex2bin', toHex(verifier.verifier))]),
  ];
}

/**
 * Returns the factory data of a flash; undefined without a partition for them, or if that holds none of these, since
 * other products use the same label.
 *
 * @throws ProvisioningError `flash/factory-data` if they are incomplete or wrong: then a device must not fall back to
 * the secret of an example
 */
export function readFactoryData(flash: Flash, table: PartitionTable): FactoryData | undefined {
  const row = factoryPartition(table);
  if (!row) return undefined;
  const view = partitionFlash(flash, row);
  if (view.size === 0) return undefined;
  const image = view.read(0, view.size);
  const cipher = readNvsCipher(flash, table);
  // Written with the keys of the device, or without any: with the wrong ones nothing is found.
  const found = (cipher && factoryDataOf(readPartition(image, cipher))) ?? factoryDataOf(readPartition(image));
  if (found === undefined) requireNothingUnread(image, cipher);
  return found;
}

/**
 * Refuses factory data that cannot be read: they may hold the secret of this device, which must not use that of an
 * example instead.
 */
function requireNothingUnread(image: Uint8Array, cipher: EntryCipher | undefined): void {
  const isUnread = ({ kind }: NvsFinding) => kind === 'entry-crc' || kind === 'data-crc';
  const readings = cipher === undefined ? [{}] : [{}, { cipher }];
  const unread = readings.map((how) => checkNvsImage(image, how).find(isUnread));
  const [first] = unread;
  if (first === undefined || unread.includes(undefined)) return;
  const why = 'its entries are damaged, or encrypted with keys that the device does not have';
  throw fault(`the partition ${factoryPlaces.partition} cannot be read: ${why} (${first.message})`);
}

function readPartition(image: Uint8Array, cipher?: EntryCipher): NvsReader {
  try {
    return readNvs(image, { cipher });
  } catch (cause) {
    if (!(cause instanceof NvsError)) throw cause;
    throw fault(`the partition ${factoryPlaces.partition} cannot be read: ${cause.message}`, cause);
  }
}

function factoryPartition(table: PartitionTable): Partition | undefined {
  return findPartition(table, { type: 'data', subtype: 'nvs', label: factoryPlaces.partition });
}

function factoryDataOf(nvs: NvsReader): FactoryData | undefined {
  const serial = textOf(nvs, factoryPlaces.serial);
  const pop = textOf(nvs, factoryPlaces.pop);
  const salt = blobOf(nvs, factoryPlaces.salt);
  const verifier = blobOf(nvs, factoryPlaces.verifier);
  if ((salt === undefined) !== (verifier === undefined)) {
    throw fault(`of ${factoryPlaces.salt} and ${factoryPlaces.verifier}, only one is there`);
  }
  if (salt?.length === 0) throw fault(`${factoryPlaces.salt} is empty`);
  if (verifier && (verifier.length === 0 || verifier.length > longestVerifier)) {
    throw fault(`${factoryPlaces.verifier} has ${verifier.length} bytes, not up to ${longestVerifier}`);
  }
  if (serial === undefined && pop === undefined && salt === undefined) return undefined;
  return { serial, pop, ...(salt && verifier ? { verifier: { salt, verifier } } : {}) };
}

function textOf(nvs: NvsReader, key: string): string | undefined {
  const found = nvs.get(factoryPlaces.namespace, key);
  if (found === undefined || found.type === 'string') return found?.value;
  throw fault(`${key} is a ${found.type}, not a string`);
}

function blobOf(nvs: NvsReader, key: string): Uint8Array | undefined {
  const found = nvs.get(factoryPlaces.namespace, key);
  if (found === undefined || found.type === 'blob') return found?.value;
  throw fault(`${key} is a ${found.type}, not a blob`);
}

function fault(why: string, cause?: unknown): ProvisioningError {
  return new ProvisioningError('flash/factory-data', why, { cause });
}
