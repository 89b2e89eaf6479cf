import type { Bytes } from '../flash.ts';
import { entriesPerPage, type Item, itemTypes } from '../pages/item.ts';
import type { PageList } from '../pages/page-list.ts';
import type { Place } from '../pages/place.ts';
import { readData } from '../pages/read-data.ts';
import { eraseBlob, eraseIncompleteBlobs, readBlob } from './blob.ts';
import { decodeName, encodeName } from './name.ts';
import { Namespaces } from './namespaces.ts';
import { decodeScalar, decodeString, type NvsValue, scalarName } from './nvs-value.ts';

/** A key of a partition; its value is read on demand. */
export interface NvsEntry {
  readonly namespace: string;
  readonly key: string;
  readonly type: NvsValue['type'];
  /** Returns the value, or nothing if its data are damaged or have been erased meanwhile. */
  read(): NvsValue | undefined;
}

/** Fill of a partition in entries of 32 bytes, as `nvs_get_stats` counts it. */
export interface NvsStats {
  readonly used: number;
  /** Entries that are blank or can be again; the page that always stays free is among them. */
  readonly free: number;
  /** Entries that can be written, which are those that are free without a page. */
  readonly available: number;
  readonly total: number;
  readonly namespaces: number;
}

/** Keys and values on the pages of a partition. */
export class NvsContent {
  readonly pages: PageList;
  readonly namespaces: Namespaces;

  constructor(pages: PageList) {
    this.pages = pages;
    this.namespaces = new Namespaces(pages);
    eraseIncompleteBlobs(pages);
  }

  /** Returns the value of a key, of whatever type it was last written with. */
  get(namespace: string, key: string): NvsValue | undefined {
    for (const place of this.findByRank(namespace, key)) {
      const value = this.read(place);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Yields every key with each type it has: firmware before ESP-IDF 5.2 kept a value of each type under one key. */
  *entries(): Generator<NvsEntry, void, undefined> {
    const names = this.namespaces.names();
    for (const place of this.pages.items()) {
      const type = typeOf(place.item);
      const namespace = names.get(place.item.namespaceIndex);
      if (type === undefined || namespace === undefined || !isStored(place)) continue;
      yield {
        namespace: decodeName(namespace),
        key: decodeName(place.item.key),
        type,
        read: () => (isStored(place) ? this.read(place) : undefined),
      };
    }
  }

  stats(): NvsStats {
    const total = this.pages.size * entriesPerPage;
    const used = this.pages.used.reduce((sum, page) => sum + page.used, 0);
    const free = total - used;
    const available = Math.max(0, free - entriesPerPage);
    return { used, free, available, total, namespaces: this.namespaces.size };
  }

  /**
   * Returns where values of a key are, the one that counts first: of the type that was written last, the one that
   * firmware comes upon first. No start leaves two of one type; images that were made with a key twice have them.
   */
  findByRank(namespace: string, key: string): Place[] {
    const places = this.find(namespace, key);
    const types = new Set([...places].reverse().map(({ item }) => item.type));
    return [...types].flatMap((type) => places.filter(({ item }) => item.type === type));
  }

  /** Returns where values of a key are, oldest page first. */
  find(namespace: string, key: string): Place[] {
    const namespaceIndex = this.namespaces.indexOf(encodeName(namespace));
    const name = encodeName(key);
    if (namespaceIndex === undefined) return [];
    return this.pages.items().filter(({ item }) => {
      return item.key === name && item.namespaceIndex === namespaceIndex && item.type !== itemTypes.blobData;
    });
  }

  read(place: Place): NvsValue | undefined {
    if (typeOf(place.item) === undefined) return undefined;
    const content = this.readContent(place);
    if (content === undefined) return undefined;
    const scalar = scalarName(place.item.type);
    if (scalar !== undefined) return decodeScalar(scalar, content);
    return place.item.type === itemTypes.string ? decodeString(content) : { type: 'blob', value: content };
  }

  /** Returns the payload of a number, or the data of anything else; nothing if they are damaged. */
  readContent(place: Place): Bytes | undefined {
    const { item } = place;
    if (scalarName(item.type) !== undefined) return item.payload;
    return item.type === itemTypes.blobIndex ? readBlob(this.pages, item) : readData(place);
  }

  erase(place: Place): void {
    if (place.item.type === itemTypes.blobIndex) eraseBlob(this.pages, place);
    else place.page.eraseAt(place.index);
  }
}

/**
 * Returns the type of the value that starts with an item; nothing for parts of blobs, which are no values on their own.
 */
export function typeOf({ type, namespaceIndex }: Item): NvsValue['type'] | undefined {
  if (namespaceIndex === 0) return undefined;
  if (type === itemTypes.string) return 'string';
  return type === itemTypes.blobIndex || type === itemTypes.legacyBlob ? 'blob' : scalarName(type);
}

function isStored({ page, index, item }: Place): boolean {
  return page.items.get(index) === item;
}
