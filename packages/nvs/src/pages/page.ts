import { type Bytes, type Flash, sectorSize } from '../flash.ts';
import type { NvsRules } from '../nvs-rules.ts';
import type { EntryCipher } from './entry-cipher.ts';
import { entrySize } from './entry-cipher.ts';
import { type EntryState, EntryStates, entryStates, type StateWord } from './entry-states.ts';
import {
  dataPayload,
  decodeItem,
  encodeItem,
  entriesPerPage,
  hasData,
  type Item,
  isFloat,
  maxDataSize,
  spanOf,
} from './item.ts';
import { encodePageHeader, pageStateWords } from './page-header.ts';
import { entryOffset, statesOffset } from './page-layout.ts';

/** Part of its life in which a page is; a corrupt one is blank again once it has been erased. */
export type PageState = 'blank' | 'active' | 'full' | 'freeing' | 'corrupt';

/** What pages share. */
export interface PageOptions {
  readonly cipher?: EntryCipher | undefined;
  /** Whether what changes erase is overwritten with zeros. */
  readonly purge: boolean;
  readonly rules: NvsRules;
  /** Version byte of pages that are begun. */
  readonly version: number;
}

/** An item without what its data say. */
export type ItemName = Pick<Item, 'namespaceIndex' | 'type' | 'key' | 'chunkIndex'>;

/** A sector with its entries; what it holds is kept in memory, what changes goes to the flash at once. */
export class Page {
  readonly number: number;
  state: PageState;
  sequence = 0;
  /** Position of the first entry that is free for writing. */
  next = 0;
  /** Items by the position of their first entry, in order. */
  readonly items: Map<number, Item> = new Map();
  readonly #flash: Flash;
  readonly #options: PageOptions;
  #states: EntryStates = new EntryStates(new Uint8Array(32).fill(0xff));
  /** Where what a cut left behind the free entries ends. */
  #dirtyEnd = 0;

  constructor(flash: Flash, number: number, state: PageState, options: PageOptions) {
    this.#flash = flash;
    this.number = number;
    this.state = state;
    this.#options = options;
  }

  /** Number of entries that are written. */
  get used(): number {
    let used = 0;
    for (let i = 0; i < entriesPerPage; i++) if (this.stateOf(i) === entryStates.written) used++;
    return used;
  }

  /** Bytes that a part of a blob can have here. */
  get tailroom(): number {
    if (this.state === 'blank') return maxDataSize;
    if (this.state !== 'active') return 0;
    this.#skipDirt();
    return Math.max(0, entriesPerPage - this.next - 1) * entrySize;
  }

  stateOf(index: number): EntryState {
    return this.#states.get(index);
  }

  /** Takes the states of the entries from the flash. */
  loadStates(): void {
    this.#states = new EntryStates(this.#flash.read(this.#base + statesOffset, 32));
  }

  /** Remembers that entries up to this one are not blank, so that nothing is written over them. */
  avoidBefore(end: number): void {
    this.#dirtyEnd = end;
  }

  /** Returns the bytes of an entry as they are in the flash. */
  readRaw(index: number): Bytes {
    return this.#flash.read(this.#offsetOf(index), entrySize);
  }

  /** Returns an entry, decrypted. */
  readEntry(index: number): Bytes {
    const offset = this.#offsetOf(index);
    const raw = this.#flash.read(offset, entrySize);
    return this.#options.cipher?.open(offset, raw) ?? raw;
  }

  readItem(index: number): Item | undefined {
    const item = decodeItem(this.readEntry(index), index);
    return item && this.#options.rules.floats === 'dropped' && isFloat(item.type) ? undefined : item;
  }

  /** Returns the data entries of an item, padding included. */
  readData(index: number, item: Item): Bytes {
    const data = new Uint8Array((item.span - 1) * entrySize);
    for (let i = 1; i < item.span; i++) data.set(this.readEntry(index + i), (i - 1) * entrySize);
    return data;
  }

  find(name: ItemName): number | undefined {
    for (const [index, item] of this.items) {
      if (
        item.key === name.key &&
        item.namespaceIndex === name.namespaceIndex &&
        item.type === name.type &&
        item.chunkIndex === name.chunkIndex
      ) {
        return index;
      }
    }
    return undefined;
  }

  /** Writes an item and says whether it fitted; `content` is a payload, or the data of a type that has such. */
  write(name: ItemName, content: Uint8Array): boolean {
    if (this.state === 'blank') this.#begin();
    const withData = hasData(name.type);
    const span = withData ? spanOf(content.length) : 1;
    if (this.state !== 'active') return false;
    this.#skipDirt();
    if (this.next + span > entriesPerPage) return false;
    const payload = withData ? dataPayload(content) : Uint8Array.from(content);
    const item = { ...name, span, payload };
    const start = this.next;
    this.#append(encodeItem(item));
    if (withData) {
      // Whole entries at once and what is left over on its own, so that each cut finds what it would find of firmware.
      const whole = content.length - (content.length % entrySize);
      if (whole > 0) this.#append(content.subarray(0, whole));
      if (whole < content.length) {
        const tail = new Uint8Array(entrySize).fill(0xff);
        tail.set(content.subarray(whole));
        this.#append(tail);
      }
    }
    this.items.set(start, item);
    return true;
  }

  /** Erases what starts at this entry: the whole item if there is one, otherwise just this entry. */
  eraseAt(index: number): void {
    this.#eraseEntries(index, this.#forget(index), this.#options.purge);
  }

  /** Works as {@link Page.eraseAt}, for what firmware drops by itself. */
  dropAt(index: number): void {
    this.dropEntries(index, this.#forget(index));
  }

  dropEntries(index: number, count: number): void {
    this.#eraseEntries(index, count, this.#options.purge || this.#options.rules.purgesDropped);
  }

  /** Overwrites entries that are erased with zeros. */
  purgeEntries(begin: number, end: number): void {
    for (let i = begin; i < end; i++) {
      if (this.stateOf(i) === entryStates.erased) this.#flash.program(this.#offsetOf(i), new Uint8Array(entrySize));
    }
  }

  /** Erases and overwrites whatever is left in entries that hold nothing that counts. */
  purgeRest(): void {
    // A start takes the first entry that is empty for the end of what is written.
    if (this.state === 'active') this.#skipDirt();
    for (let i = 0; i < entriesPerPage; i++) {
      if (this.stateOf(i) === entryStates.written || isBlank(this.readRaw(i))) continue;
      this.#eraseEntries(i, 1, true);
    }
  }

  #forget(index: number): number {
    const span = this.items.get(index)?.span ?? 1;
    this.items.delete(index);
    return span;
  }

  #eraseEntries(index: number, count: number, purge: boolean): void {
    // From empty to erased two bits change, and with only the lower one gone an entry would count: so that one goes last.
    this.#program(this.#states.replace(index, index + count, entryStates.empty, entryStates.illegal));
    this.#program(this.#states.set(index, index + count, entryStates.erased));
    this.next = Math.max(this.next, index + count);
    if (purge) this.#flash.program(this.#offsetOf(index), new Uint8Array(count * entrySize));
  }

  /** Copies every item to another page, entry by entry. */
  copyTo(other: Page): void {
    if (this.items.size === 0) return;
    if (other.state === 'blank') other.#begin();
    for (const [index, item] of this.items) {
      const start = other.next;
      for (let i = 0; i < item.span; i++) other.#append(this.readEntry(index + i));
      other.items.set(start, item);
    }
  }

  mark(state: 'full' | 'freeing'): void {
    const word = new Uint8Array(4);
    new DataView(word.buffer).setUint32(0, pageStateWords[state], true);
    this.#flash.program(this.#base, word);
    this.state = state;
  }

  eraseSector(): void {
    this.#flash.erase(this.number);
    this.state = 'blank';
    this.next = 0;
    this.#dirtyEnd = 0;
    this.items.clear();
    this.#states = new EntryStates(new Uint8Array(32).fill(0xff));
  }

  #begin(): void {
    const { version } = this.#options;
    const header = encodePageHeader({ stateWord: pageStateWords.active, sequence: this.sequence, version });
    this.#flash.program(this.#base, header);
    this.state = 'active';
  }

  #append(entries: Uint8Array): void {
    const offset = this.#offsetOf(this.next);
    const count = entries.length / entrySize;
    this.#flash.program(offset, this.#seal(offset, entries));
    this.#program(this.#states.set(this.next, this.next + count, entryStates.written));
    this.next += count;
  }

  #seal(offset: number, entries: Uint8Array): Uint8Array {
    const { cipher } = this.#options;
    if (cipher === undefined) return entries;
    const sealed = new Uint8Array(entries.length);
    for (let i = 0; i < entries.length; i += entrySize) {
      sealed.set(cipher.seal(offset + i, entries.subarray(i, i + entrySize)), i);
    }
    return sealed;
  }

  #skipDirt(): void {
    if (this.#dirtyEnd > this.next) this.dropEntries(this.next, this.#dirtyEnd - this.next);
  }

  #program(words: readonly StateWord[]): void {
    for (const { offset, word } of words) this.#flash.program(this.#base + statesOffset + offset, word);
  }

  get #base(): number {
    return this.number * sectorSize;
  }

  #offsetOf(index: number): number {
    return entryOffset(this.number, index);
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0xff);
}
