import { crc32 } from '../crc32.ts';
import { sectorSize } from '../flash.ts';
import type { NvsRules } from '../nvs-rules.ts';
import { type EntryCipher, entrySize } from '../pages/entry-cipher.ts';
import { EntryStates, entryStates } from '../pages/entry-states.ts';
import {
  dataCrc,
  dataSize,
  decodeItem,
  entriesPerPage,
  hasData,
  type Item,
  isFloat,
  itemTypes,
} from '../pages/item.ts';
import { decodePageHeader, pageHeaderSize, pageStateWords, pageVersions } from '../pages/page-header.ts';
import { entriesOffset, entryOffset, statesOffset } from '../pages/page-layout.ts';
import { decodeName } from '../store/name.ts';
import { droppedValue, type FindingMeaning, finding, interruptedWrite, type NvsFinding } from './nvs-finding.ts';

/** An item that firmware would accept, with its place. */
export interface PlacedItem extends Item {
  readonly page: number;
  readonly entry: number;
  /** Whether nothing was begun behind it on its page. */
  readonly isEnd: boolean;
}

/** What is known of a page. */
export interface CheckedPage {
  readonly page: number;
  readonly state: 'blank' | 'active' | 'full' | 'freeing' | 'lost';
  readonly sequence: number;
  readonly items: readonly PlacedItem[];
  readonly findings: readonly NvsFinding[];
}

const knownTypes: ReadonlySet<number> = new Set(Object.values(itemTypes));

/** How pages are looked at. */
export interface CheckPageOptions {
  readonly cipher: EntryCipher | undefined;
  /** What is known of the firmware. */
  readonly rules: NvsRules | undefined;
}

/** Checks one page by itself. What firmware would not look at, it does not look at either. */
export function checkPage(image: Uint8Array, page: number, options: CheckPageOptions): CheckedPage {
  const sector = image.subarray(page * sectorSize, (page + 1) * sectorSize);
  const empty = (state: CheckedPage['state'], ...findings: NvsFinding[]): CheckedPage => ({
    page,
    state,
    sequence: 0,
    items: [],
    findings,
  });
  const stateWord = new DataView(sector.buffer, sector.byteOffset).getUint32(0, true);
  if (stateWord === pageStateWords.blank) {
    if (isBlank(sector)) return empty('blank');
    return empty('blank', finding('blank-page-dirty', `page ${page} has no header, but is not blank`, { page }));
  }
  const header = decodePageHeader(sector.subarray(0, pageHeaderSize));
  // A page is begun with its header, and only then gets entries: without any, the header was cut off and nothing is lost.
  if (!header && isBlank(sector.subarray(pageHeaderSize))) {
    const message = `the header of page ${page} was not written to its end, and nothing is on the page`;
    return empty('lost', finding('page-header-cut', message, { page }));
  }
  if (!header) return empty('lost', finding('page-crc', `the header of page ${page} has a wrong CRC`, { page }));
  const state = (['active', 'full', 'freeing'] as const).find((name) => pageStateWords[name] === stateWord);
  if (!state) {
    return empty(
      'lost',
      finding('page-state', `page ${page} has the unknown state 0x${stateWord.toString(16)}`, { page }),
    );
  }
  if (header.version < pageVersions.second) {
    return empty(
      'lost',
      finding('page-version', `page ${page} has version 0x${header.version.toString(16)}, which is too new`, { page }),
    );
  }
  const check = new EntryCheck(sector, { ...options, page, isActive: state === 'active' });
  check.run();
  if (state === 'freeing') check.findings.push(finding('page-freeing', `page ${page} was about to be freed`, { page }));
  return { page, state, sequence: header.sequence, items: check.items, findings: check.findings };
}

class EntryCheck {
  readonly findings: NvsFinding[] = [];
  readonly items: PlacedItem[] = [];
  readonly #sector: Uint8Array;
  readonly #states: EntryStates;
  readonly #page: number;
  readonly #cipher: EntryCipher | undefined;
  readonly #rules: NvsRules | undefined;
  readonly #isActive: boolean;
  /** Where the item ends whose first entry is erased. */
  #erasedUntil = 0;

  constructor(sector: Uint8Array, about: CheckPageOptions & { readonly page: number; readonly isActive: boolean }) {
    this.#sector = sector;
    this.#page = about.page;
    this.#cipher = about.cipher;
    this.#rules = about.rules;
    this.#isActive = about.isActive;
    this.#states = new EntryStates(sector.subarray(statesOffset, entriesOffset));
  }

  run(): void {
    for (let entry = 0; entry < entriesPerPage; ) entry += this.#check(entry);
  }

  /** Checks what begins with an entry, and says how many entries that is. */
  #check(entry: number): number {
    const blank = isBlank(this.#raw(entry));
    switch (this.#states.get(entry)) {
      case entryStates.illegal:
        return this.#report('entry-state', entry, 'has an impossible state');
      case entryStates.erased:
        if (!blank)
          this.#erasedUntil = Math.max(this.#erasedUntil, entry + (decodeItem(this.#open(entry), entry)?.span ?? 1));
        return blank ? this.#report('erased-entry-blank', entry, 'is erased, but blank') : 1;
      case entryStates.empty:
        return blank ? 1 : this.#report('entry-unmarked', entry, 'is not marked as written, but not blank');
      default:
        return blank ? this.#report('entry-blank', entry, 'is written, but blank') : this.#checkWritten(entry);
    }
  }

  #checkWritten(entry: number): number {
    const bytes = this.#open(entry);
    const crc = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    if (crc !== crc32(bytes.subarray(8), crc32(bytes.subarray(0, 4)))) {
      // Data of an item that was being erased, entry by entry.
      const meaning = entry < this.#erasedUntil ? interruptedWrite : undefined;
      return this.#report('entry-crc', entry, 'has a wrong CRC', meaning);
    }
    const [, type = 0, span = 0] = bytes;
    const step = span > 0 && entry + span <= entriesPerPage ? span : 1;
    if (!knownTypes.has(type)) {
      this.#report('entry-type', entry, `has the type 0x${type.toString(16)}, which is not known`);
      return step;
    }
    const item = decodeItem(bytes, entry);
    if (!item) {
      this.#report('entry-span', entry, `has fields that contradict each other (${span} entries)`);
      return step;
    }
    if (isFloat(type)) this.#checkFloat(entry);
    if (hasData(item.type) && !this.#checkData(entry, item)) return item.span;
    if (entry < this.#erasedUntil) {
      const message = `${named(item)} is among the entries that an erased item before it names as its own`;
      this.findings.push(finding('erased-span-used', message, { page: this.#page, entry, entries: item.span }));
    }
    const next = entry + item.span;
    this.items.push({
      ...item,
      page: this.#page,
      entry,
      isEnd: next >= entriesPerPage || isBlank(this.#raw(next)),
    });
    return item.span;
  }

  #checkFloat(entry: number): void {
    const floats = this.#rules?.floats;
    if (floats === 'read') return;
    const what = 'is a float or a double, which came with ESP-IDF 6.1';
    this.#report('entry-type-new', entry, what, floats === 'dropped' ? droppedValue : undefined);
  }

  /** Whether firmware keeps the item until it is read. */
  #checkData(entry: number, item: Item): boolean {
    const place = { page: this.#page, entry };
    const data = new Uint8Array((item.span - 1) * entrySize);
    for (let i = 1; i < item.span; i++) {
      if (this.#states.get(entry + i) !== entryStates.written) {
        const message = `entry ${entry + i} of page ${this.#page} is part of ${named(item)}, but not marked as written`;
        const isTrace = this.#wasBeingWritten(entry, item) || this.#wasBeingErased(entry, item);
        const meaning = isTrace ? interruptedWrite : undefined;
        this.findings.push(finding('data-state', message, place, meaning));
        return false;
      }
      data.set(this.#open(entry + i), (i - 1) * entrySize);
    }
    // Firmware gives no data the CRC 0, the generator that of nothing; neither is looked at.
    if (item.span > 1 && crc32(data.subarray(0, dataSize(item))) !== dataCrc(item)) {
      this.findings.push(finding('data-crc', `the data of ${named(item)} have a wrong CRC`, place));
    }
    return true;
  }

  /** Whether an item is the last of the page that is written to, and lacks only marks that would have come next. */
  #wasBeingWritten(entry: number, { span }: Item): boolean {
    if (!this.#isActive) return false;
    for (let i = entry + 1; i < entriesPerPage; i++) {
      const state = this.#states.get(i);
      if (state !== entryStates.empty && (i >= entry + span || state !== entryStates.written)) return false;
    }
    return true;
  }

  /** Whether marks of an item are erased from its end on: firmware erases those of its first entry last. */
  #wasBeingErased(entry: number, { span }: Item): boolean {
    const states = Array.from({ length: span }, (_, i) => this.#states.get(entry + i));
    const kept = states.findIndex((state) => state !== entryStates.written);
    return states.slice(kept).every((state) => state === entryStates.erased);
  }

  /** Neighbours with the same fault are one finding: all data of a lost header look alike. */
  #report(kind: NvsFinding['kind'], entry: number, what: string, meaning?: FindingMeaning): number {
    const last = this.findings.at(-1);
    const same = last?.kind === kind && (meaning === undefined || meaning.severity === last.severity);
    const adjacent = same && last.entry !== undefined && last.entry + (last.entries ?? 1) === entry;
    if (adjacent) this.findings.pop();
    const start = adjacent ? (last.entry ?? entry) : entry;
    const name = adjacent ? `each of entries ${start} to ${entry}` : `entry ${entry}`;
    const place = { page: this.#page, entry: start, entries: entry - start + 1 };
    this.findings.push(finding(kind, `${name} of page ${this.#page} ${what}`, place, meaning));
    return 1;
  }

  #raw(entry: number): Uint8Array {
    const at = entryOffset(0, entry);
    return this.#sector.subarray(at, at + entrySize);
  }

  #open(entry: number): Uint8Array {
    const raw = this.#raw(entry);
    return this.#cipher?.open(entryOffset(this.#page, entry), raw) ?? raw;
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0xff);
}

/** Returns an item as messages call it. */
export function named({ key, namespaceIndex }: Item): string {
  return `"${decodeName(key)}" of namespace ${namespaceIndex}`;
}
