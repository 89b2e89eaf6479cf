import {
  defaultTableOffset,
  dumpNvsImage,
  type EntryCipher,
  findPartition,
  MemoryFlash,
  type NvsReader,
  NvsStore,
  type Partition,
  readNvs,
  sectorSize,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { changeImage, readImage } from '@esp-prov/virtual/node';
import type { NvsCommandOptions } from '../../commands/flash-nvs.ts';
import { withFlashErrors } from './flash-error.ts';
import { partitionOf, tableOf } from './image.ts';
import { givenKeys, keysInPartition } from './nvs-keys.ts';

/** An NVS partition in a file. */
export interface NvsSection {
  /** Where it begins in the file. */
  readonly offset: number;
  readonly content: Uint8Array;
  /** Opens its entries, where they are encrypted. */
  readonly cipher: EntryCipher | undefined;
}

/** The NVS partition in a file, whatever is in it. */
export function readSection(file: string, options: NvsCommandOptions): NvsSection {
  return sectionOf(readImage(file), options);
}

/**
 * The keys and values of the NVS partition in a file.
 *
 * @throws ProvisioningError `flash/keys-missing` when it is encrypted with other keys than those that are at hand
 */
export function openNvsFile(file: string, options: NvsCommandOptions): NvsReader {
  const { content, cipher } = readable(readSection(file, options));
  return withFlashErrors(() => readNvs(content, { cipher }));
}

/** Runs a change of the NVS partition in a file, under the lock of the image. */
export function changeNvsFile(file: string, options: NvsCommandOptions, action: (store: NvsStore) => void): void {
  changeImage(file, (image) => {
    const { offset, content, cipher } = readable(sectionOf(image, options));
    if (!cipher) refuseBeforeKeys(image, content, options.partition);
    return withFlashErrors(() => {
      // Firmware uses whole sectors too.
      const flash = new MemoryFlash(content.subarray(0, content.length - (content.length % sectorSize)));
      action(NvsStore.open(flash, { cipher, anySize: true }));
      const changed = Uint8Array.from(image);
      changed.set(flash.image(), offset);
      return changed;
    });
  });
}

/** The NVS partition within a whole image; a file without a partition table is one by itself. */
function sectionOf(image: Uint8Array, options: NvsCommandOptions): NvsSection {
  const given = givenKeys(options);
  const cipher = given && xtsEntryCipher(given);
  if (!hasTable(image)) return { offset: 0, content: image, cipher };
  const { offset, size } = partitionOf(image, options.partition);
  const content = image.subarray(offset, offset + size);
  return { offset, content, cipher: cipher ?? cipherInImage(image, content, options.partition) };
}

/** The keys that the image itself holds, where its partition is encrypted with them, or will be when firmware uses it. */
function cipherInImage(image: Uint8Array, content: Uint8Array, label: string): EntryCipher | undefined {
  const row = keyPartition(image);
  const keys = row && keysInPartition(image.subarray(row.offset, row.offset + row.size));
  if (!keys) return undefined;
  const cipher = xtsEntryCipher(keys);
  const plain = entriesOf(content, undefined);
  if (plain.written === 0) return label === 'nvs' ? cipher : undefined;
  return entriesOf(content, cipher).readable > plain.readable ? cipher : undefined;
}

/** Refuses to write what firmware loses when it draws keys at its first start, and encrypts from then on. */
function refuseBeforeKeys(image: Uint8Array, content: Uint8Array, label: string): void {
  const row = label === 'nvs' && hasTable(image) ? keyPartition(image) : undefined;
  if (!row || entriesOf(content, undefined).written > 0) return;
  throw new ProvisioningError(
    'flash/keys-missing',
    `firmware draws its keys at the first start, and loses what is written before; make them with esp-prov flash nvs generate-key keys.bin, and put them in with esp-prov flash write <image> keys.bin --partition ${row.label}`,
  );
}

function keyPartition(image: Uint8Array): Partition | undefined {
  return findPartition(tableOf(image), { type: 'data', subtype: 'nvs_keys' });
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

/** How many pages are no pages of NVS, and how many entries on the others are written and can be read. */
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

function hasTable(image: Uint8Array): boolean {
  // A long file without a table is a broken image rather than a partition, and told as such.
  if (image.length > 0x100000) return true;
  return image[defaultTableOffset] === 0xaa && image[defaultTableOffset + 1] === 0x50;
}
