import {
  dumpNvsImage,
  type EntryCipher,
  findPartition,
  MemoryFlash,
  type NvsKeys,
  type NvsReader,
  NvsStore,
  type Partition,
  readNvs,
  sectorSize,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { changeImage, readImage } from '@esp-prov/virtual/node';
import type { TableOptions } from '../../options/table-options.ts';
import { withFlashErrors } from '../../report/flash-error.ts';
import { findTable, partitionOf, tableOf } from './image.ts';
import type { KeyOptions } from './key-options.ts';
import { givenKeys, keysInPartition } from './nvs-keys.ts';

/** Options of every command on an NVS partition. */
export interface NvsCommandOptions extends KeyOptions, TableOptions {
  readonly partition: string;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
  /** Overwrites with zeros what the change erases. */
  readonly purge?: boolean;
}

/** An NVS partition in a file. */
export interface NvsSection {
  /** Where it begins in the file. */
  readonly offset: number;
  readonly content: Uint8Array;
  /** Opens its entries, where they are encrypted. */
  readonly cipher: EntryCipher | undefined;
}

/** Reads the NVS partition in a file, whatever is in it. */
export async function readSection(file: string, options: NvsCommandOptions): Promise<NvsSection> {
  const keys = await givenKeys(options);
  return sectionOf(readImage(file), options, keys);
}

/**
 * Opens the keys and values of the NVS partition in a file.
 *
 * @throws ProvisioningError `flash/keys-missing` when it is encrypted with other keys than those that are at hand
 */
export async function openNvsFile(file: string, options: NvsCommandOptions): Promise<NvsReader> {
  const { content, cipher } = readable(await readSection(file, options));
  return withFlashErrors(() => readNvs(content, { cipher }));
}

/** Runs a change of the NVS partition in a file, under the lock of the image. */
export async function changeNvsFile(
  file: string,
  options: NvsCommandOptions,
  action: (store: NvsStore) => void,
): Promise<void> {
  const keys = await givenKeys(options);
  changeImage(file, (image) => {
    const { offset, content, cipher } = readable(sectionOf(image, options, keys));
    if (!cipher) refuseBeforeKeys(image, content, options);
    return withFlashErrors(() => {
      // Firmware uses whole sectors too.
      const flash = new MemoryFlash(content.subarray(0, content.length - (content.length % sectorSize)));
      action(NvsStore.open(flash, { cipher, anySize: true, purge: options.purge ?? false }));
      const changed = Uint8Array.from(image);
      changed.set(flash.image(), offset);
      return changed;
    });
  });
}

/** Returns the NVS partition within a whole image; a file without a partition table is one by itself. */
function sectionOf(image: Uint8Array, options: NvsCommandOptions, keys: NvsKeys | undefined): NvsSection {
  const cipher = keys && xtsEntryCipher(keys);
  if (!hasTable(image, options)) return { offset: 0, content: image, cipher };
  const { offset, size } = partitionOf(image, options.partition, options);
  const content = image.subarray(offset, offset + size);
  return { offset, content, cipher: cipher ?? cipherInImage(image, content, options) };
}

/**
 * Returns the keys that the image itself holds, where its partition is encrypted with them, or will be when firmware
 * uses it.
 */
function cipherInImage(image: Uint8Array, content: Uint8Array, options: NvsCommandOptions): EntryCipher | undefined {
  const row = keyPartition(image, options);
  const keys = row && keysInPartition(image.subarray(row.offset, row.offset + row.size));
  if (!keys) return undefined;
  const cipher = xtsEntryCipher(keys);
  const plain = entriesOf(content, undefined);
  if (plain.written === 0) return options.partition === 'nvs' ? cipher : undefined;
  return entriesOf(content, cipher).readable > plain.readable ? cipher : undefined;
}

/** Refuses to write what firmware loses when it draws keys at its first start, and encrypts from then on. */
function refuseBeforeKeys(image: Uint8Array, content: Uint8Array, options: NvsCommandOptions): void {
  const row = options.partition === 'nvs' && hasTable(image, options) ? keyPartition(image, options) : undefined;
  if (!row || entriesOf(content, undefined).written > 0) return;
  throw new ProvisioningError(
    'flash/keys-missing',
    `firmware draws its keys at the first start, and loses what is written before; make them with esp-prov flash nvs generate-key keys.bin, and put them in with esp-prov flash write <image> keys.bin --partition ${row.label}`,
  );
}

function keyPartition(image: Uint8Array, options: NvsCommandOptions): Partition | undefined {
  return findPartition(tableOf(image, options).rows, { type: 'data', subtype: 'nvs_keys' });
}

/** Refuses what would look empty, although it is only that it is something else, or that its keys are not at hand. */
function readable(section: NvsSection): NvsSection {
  const { content, cipher } = section;
  const { pages, foreign, written, readable: right } = entriesOf(content, cipher);
  if (foreign > 0 && foreign === pages) throw new ProvisioningError('flash/no-nvs', 'none of its pages is one of NVS');
  if (written === 0 || right > 0) return section;
  const why = cipher ? 'none can be read with these keys' : 'none can be read as it is';
  throw new ProvisioningError('flash/keys-missing', `of ${written} written entries, ${why}`);
}

/** Returns how many pages are no pages of NVS, and how many entries on the others are written and can be read. */
function entriesOf(
  content: Uint8Array,
  cipher: EntryCipher | undefined,
): Record<'pages' | 'foreign' | 'written' | 'readable', number> {
  const { pages } = withFlashErrors(() => dumpNvsImage(content, { cipher }));
  const good = pages.filter(({ headerCrc }) => headerCrc === 'right');
  const written = good.flatMap(({ entries }) => entries).filter(({ state }) => state === 'written');
  return {
    pages: pages.length,
    foreign: pages.filter(({ headerCrc }) => headerCrc === 'wrong').length,
    written: written.length,
    readable: written.filter(({ item }) => item).length,
  };
}

function hasTable(image: Uint8Array, { partitionTableOffset }: NvsCommandOptions): boolean {
  // A long file without a table is a broken image rather than a partition, and told as such.
  return partitionTableOffset !== undefined || image.length > 0x100000 || findTable(image) !== undefined;
}
