import { type Flash, sectorSize } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import { defaultRules, type NvsRules } from '../nvs-rules.ts';
import type { EntryCipher } from '../pages/entry-cipher.ts';
import { chunkStart, itemTypes, noChunk } from '../pages/item.ts';
import { pageVersions } from '../pages/page-header.ts';
import { PageList } from '../pages/page-list.ts';
import type { Place } from '../pages/place.ts';
import { maxBlobSize, nextStart, writeBlob } from './blob.ts';
import { encodeName } from './name.ts';
import { NvsContent, type NvsEntry, type NvsStats, typeOf } from './nvs-content.ts';
import { encodeValue, type NvsValue, tooLong } from './nvs-value.ts';

/** How a partition is written. */
export interface NvsOptions {
  /**
   * Overwrites what is erased with zeros, as ESP-IDF does since 6.0.1 for handles that are opened with
   * `NVS_READWRITE_PURGE`; without it, old values stay readable.
   */
  readonly purge?: boolean;
  /** What a release does differently; see {@link nvsRulesOf}. */
  readonly rules?: NvsRules | undefined;
  /** Writes pages of version 1 and each blob into one page, for firmware that knows nothing else. */
  readonly legacyBlobs?: boolean;
  /** Encryption of the entries. */
  readonly cipher?: EntryCipher | undefined;
  /**
   * Opens partitions of one or two sectors too, as firmware does: with two there is little room for changes; with one no
   * blob can be written, and every start but the first ends with `nvs/no-free-pages`.
   */
  readonly anySize?: boolean;
}

const minPages = 3;
/** Bytes of the longest blob of firmware that knows only pages of version 1. */
const maxLegacyBlobSize = 1984;

/**
 * The keys and values of an NVS partition, written step by step as the firmware does it: after a power cut in any step,
 * a key has its old value or its new one. After an error of the flash itself, open the partition again.
 */
export class NvsStore {
  readonly #flash: Flash;
  readonly #options: NvsOptions;
  #content: NvsContent;

  private constructor(flash: Flash, options: NvsOptions) {
    this.#flash = flash;
    this.#options = options;
    this.#content = load(flash, options);
  }

  /**
   * Opens a partition, and ends or undoes what a power cut interrupted. Throws `nvs/too-small`, `nvs/new-version` or
   * `nvs/no-free-pages`; applications erase the partition after the last two.
   */
  static open(flash: Flash, options: NvsOptions = {}): NvsStore {
    return new NvsStore(flash, options);
  }

  /**
   * Returns the value of a key, of whatever type it was last written with; damaged data are erased, as firmware does.
   */
  get(namespace: string, key: string): NvsValue | undefined {
    return this.#content.get(namespace, key);
  }

  /** Yields every key with each type it has, oldest page first. */
  entries(): Iterable<NvsEntry> {
    return this.#content.entries();
  }

  /** Whether there is such a namespace, with keys or without. */
  hasNamespace(name: string): boolean {
    return this.#content.namespaces.indexOf(encodeName(name)) !== undefined;
  }

  stats(): NvsStats {
    return this.#content.stats();
  }

  /** Writes a value, unless it is stored already; throws `nvs/no-space`, and then the old value stays. */
  set(namespace: string, key: string, value: NvsValue): void {
    const data = this.#encode(namespace, key, value);
    const content = this.#content;
    const owner = { namespaceIndex: content.namespaces.open(encodeName(namespace)), key: encodeName(key) };
    const old = content.find(namespace, key);
    const [counting] = content.findByRank(namespace, key);
    if (counting !== undefined && this.#holds(counting, value.type, data)) return;
    if (value.type === 'blob' && !this.#options.legacyBlobs) {
      const index = old.findLast(({ item }) => item.type === itemTypes.blobIndex);
      writeBlob(content.pages, owner, data, nextStart(index && chunkStart(index.item)));
    } else {
      const type = value.type === 'blob' ? itemTypes.legacyBlob : itemTypes[value.type];
      content.pages.write({ ...owner, type, chunkIndex: noChunk }, data);
    }
    // Looked up again, as making room may have moved the old ones.
    for (const place of content.find(namespace, key).slice(0, -1)) content.erase(place);
  }

  /** Erases a key, and says whether there was one. */
  eraseKey(namespace: string, key: string): boolean {
    // The one that counts goes last, so that after a cut no other one comes back.
    const places = this.#content.findByRank(namespace, key).reverse();
    for (const place of places) this.#content.erase(place);
    return places.length > 0;
  }

  /** Erases the keys of a namespace; its name stays. A power cut leaves some of the keys. */
  eraseNamespace(namespace: string): void {
    const namespaceIndex = this.#content.namespaces.indexOf(encodeName(namespace));
    if (namespaceIndex === undefined) return;
    for (const { page, index, item } of this.#content.pages.items()) {
      if (item.namespaceIndex === namespaceIndex) page.eraseAt(index);
    }
  }

  /**
   * Overwrites with zeros what changes in a namespace have left, as `nvs_purge_all` does. That also overwrites the
   * entries behind a first one that a power cut left alone, whatever is there now; this spares those that count.
   * Without a namespace, whatever does not count is overwritten, and no old value is left anywhere.
   */
  purge(namespace?: string): void {
    const { pages, namespaces } = this.#content;
    if (namespace === undefined) pages.purgeRest();
    else pages.purgeErased(namespaces.indexOf(encodeName(namespace)));
  }

  /** Erases every sector. A power cut leaves some of the keys; those that lost their namespace no longer count. */
  eraseAll(): void {
    // Pages with names go last, so that a cut rather leaves names without keys than keys without names.
    const { used, free } = this.#content.pages;
    const named = used.filter((page) => Array.from(page.items.values()).some((item) => item.namespaceIndex === 0));
    const order = [...free, ...used.filter((page) => !named.includes(page)), ...named];
    for (const page of order) this.#flash.erase(page.number);
    this.#content = load(this.#flash, this.#options);
  }

  /**
   * Writes the values one after the other, and erases the keys whose value is null; first it checks that each can be
   * written at all. NVS knows no transaction: after a power cut or `nvs/no-space`, the keys up to some place in the order
   * of `entries` have their new values, and all further ones their old.
   */
  commit(namespace: string, entries: ReadonlyMap<string, NvsValue | null>): void {
    for (const [key, value] of entries) {
      if (value === null) encodeName(key);
      else this.#encode(namespace, key, value);
    }
    for (const [key, value] of entries) {
      if (value === null) this.eraseKey(namespace, key);
      else this.set(namespace, key, value);
    }
  }

  #encode(namespace: string, key: string, value: NvsValue): Uint8Array {
    encodeName(namespace);
    encodeName(key);
    const data = encodeValue(value);
    const limit = this.#options.legacyBlobs ? maxLegacyBlobSize : maxBlobSize(this.#content.pages);
    if (value.type === 'blob' && data.length > limit) throw tooLong(data.length, limit);
    return data;
  }

  #holds(place: Place, type: NvsValue['type'], data: Uint8Array): boolean {
    if (typeOf(place.item) !== type) return false;
    const stored = this.#content.readContent(place);
    return stored?.length === data.length && stored.every((byte, i) => byte === data[i]);
  }
}

function load(
  flash: Flash,
  { cipher, purge = false, legacyBlobs = false, anySize = false, rules = defaultRules }: NvsOptions,
): NvsContent {
  const least = anySize ? 1 : minPages;
  if (flash.size < least * sectorSize) {
    throw new NvsError('nvs/too-small', `a partition that is written has at least ${least} sectors`, {
      details: { size: flash.size },
    });
  }
  const version = legacyBlobs ? pageVersions.first : pageVersions.second;
  return new NvsContent(PageList.open(flash, { cipher, purge, rules, version }));
}
