import { type Bytes, sectorSize } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import { type EntryCipher, entrySize } from '../pages/entry-cipher.ts';
import {
  dataPayload,
  encodeItem,
  entriesPerPage,
  type Item,
  indexPayload,
  itemTypes,
  noChunk,
  payloadSize,
  spanOf,
} from '../pages/item.ts';
import { encodePageHeader, pageStateWords, pageVersions } from '../pages/page-header.ts';
import { entryOffset, statesOffset } from '../pages/page-layout.ts';
import { encodeValue, type NvsValue, tooLong } from '../store/nvs-value.ts';

/** How an image is made. */
export interface ImageOptions {
  /** Bytes of the partition: a multiple of 4096. Below 0x3000 it can only be used as a read-only one. */
  readonly size: number;
  /** 2 unless the image is for firmware older than ESP-IDF 3.3, which has no blobs of several pages. */
  readonly version?: 1 | 2;
  /** Encrypts the entries. */
  readonly cipher?: EntryCipher | undefined;
}

/** The largest flash chip that Espressif's tools know: 128 MiB. */
const largestFlash = 128 * 1024 * 1024;
const smallestWritable = 3 * sectorSize;
/** Bytes of a string or blob in pages of version 1. */
const maxSizeV1 = 1984;
/** Parts that a blob may have. */
const maxChunks = 127;
const maxNamespaces = 254;

/**
 * Fills pages one after another, in the layout of `nvs_partition_gen`. That of firmware differs: it spares the rest of
 * a page where the first part of a blob would be small.
 */
export class ImageWriter {
  readonly #image: Bytes;
  readonly #pages: number;
  readonly #version: 1 | 2;
  readonly #cipher: EntryCipher | undefined;
  readonly #namespaces = new Map<string, number>();
  #page = -1;
  #used = entriesPerPage;

  /** @throws NvsError `nvs/too-small` for a size that no partition has; RangeError for one that no flash chip has */
  constructor({ size, version = 2, cipher }: ImageOptions) {
    if (!Number.isInteger(size) || size < sectorSize || size % sectorSize !== 0) {
      throw new NvsError('nvs/too-small', `a partition is a multiple of ${sectorSize} bytes, not ${size}`, {
        details: { size },
      });
    }
    if (size > largestFlash) throw new RangeError(`a partition has at most ${largestFlash} bytes, not ${size}`);
    this.#image = new Uint8Array(size).fill(0xff);
    // Firmware needs a blank page to write anything at all.
    this.#pages = size / sectorSize - (size < smallestWritable ? 0 : 1);
    this.#version = version;
    this.#cipher = cipher;
    this.#nextPage();
  }

  /** The image so far; it changes with what is written next. */
  get image(): Bytes {
    return this.#image;
  }

  /** Returns the index of a namespace; a new one gets its entry. */
  namespace(name: string): number {
    const known = this.#namespaces.get(name);
    if (known !== undefined) return known;
    const index = this.#namespaces.size + 1;
    if (index > maxNamespaces) throw noSpace(`there cannot be more than ${maxNamespaces} namespaces`);
    this.#namespaces.set(name, index);
    this.write(0, name, { type: 'u8', value: index });
    return index;
  }

  /**
   * Adds a value.
   *
   * @throws NvsError `nvs/no-space` when the partition is full, `nvs/value-too-long` when none would do
   */
  write(namespaceIndex: number, key: string, value: NvsValue): void {
    const data = encodeValue(value);
    const type = itemTypes[value.type === 'blob' ? 'legacyBlob' : value.type];
    if (value.type !== 'string' && value.type !== 'blob') {
      if (this.#used >= entriesPerPage) this.#nextPage();
      const payload = new Uint8Array(payloadSize).fill(0xff);
      payload.set(data);
      this.#append({ namespaceIndex, key, type, span: 1, chunkIndex: noChunk, payload });
    } else if (value.type === 'blob' && this.#version === 2) {
      this.#writeParts(namespaceIndex, key, data);
    } else {
      if (this.#version === 1 && data.length > maxSizeV1) throw tooLong(data.length, maxSizeV1);
      const span = spanOf(data.length);
      // The tool never gives the last entry of a page to text. We do on a blank page: there is no other place for 126.
      if (this.#used > 0 && this.#used + span >= entriesPerPage) this.#nextPage();
      this.#append({ namespaceIndex, key, type, span, chunkIndex: noChunk, payload: dataPayload(data) }, data);
    }
  }

  /** Parts go wherever there is room for their first entry, even if for nothing else. */
  #writeParts(namespaceIndex: number, key: string, data: Uint8Array): void {
    let chunk = 0;
    let at = 0;
    if (this.#used >= entriesPerPage) this.#nextPage();
    do {
      if (chunk === maxChunks) throw tooLong(data.length, at);
      const room = (entriesPerPage - this.#used - 1) * entrySize;
      const part = data.subarray(at, at + room);
      const span = spanOf(part.length);
      const type = itemTypes.blobData;
      this.#append({ namespaceIndex, key, type, span, chunkIndex: chunk, payload: dataPayload(part) }, part);
      at += part.length;
      chunk++;
      if (at < data.length || room - part.length < entrySize) this.#nextPage();
    } while (at < data.length);
    const payload = indexPayload(data.length, chunk, 0);
    this.#append({ namespaceIndex, key, type: itemTypes.blobIndex, span: 1, chunkIndex: noChunk, payload });
  }

  /** Writes straight into the image, which is blank after what is used; the rest of the last entry stays blank. */
  #append(item: Item, data?: Uint8Array): void {
    const start = entryOffset(this.#page, this.#used);
    this.#image.set(encodeItem(item), start);
    if (data) this.#image.set(data, start + entrySize);
    for (let i = 0; i < item.span; i++) {
      const index = this.#used++;
      const state = this.#page * sectorSize + statesOffset + (index >> 2);
      this.#image[state] = (this.#image[state] as number) & ~(1 << ((index & 3) * 2));
      if (!this.#cipher) continue;
      const offset = start + i * entrySize;
      this.#image.set(this.#cipher.seal(offset, this.#image.subarray(offset, offset + entrySize)), offset);
    }
  }

  #nextPage(): void {
    if (this.#page + 1 === this.#pages) throw noSpace(`${this.#pages} pages are too few for what is to be stored`);
    if (this.#page >= 0) this.#begin(pageStateWords.full);
    this.#page++;
    this.#used = 0;
    this.#begin(pageStateWords.active);
  }

  #begin(stateWord: number): void {
    const version = this.#version === 1 ? pageVersions.first : pageVersions.second;
    this.#image.set(encodePageHeader({ stateWord, sequence: this.#page, version }), this.#page * sectorSize);
  }
}

function noSpace(message: string): NvsError {
  return new NvsError('nvs/no-space', message);
}
