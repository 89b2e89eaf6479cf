import { type Flash, sectorSize } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import type { NvsRules } from '../nvs-rules.ts';
import { entryStates } from './entry-states.ts';
import { entriesPerPage, hasData, type Item, itemTypes } from './item.ts';
import { findPage, loadEntries } from './load-page.ts';
import type { ItemName, Page, PageOptions } from './page.ts';
import type { Place } from './place.ts';
import { rightData } from './read-data.ts';

/** The pages of a partition: those in use in the order in which they were begun, and those that are free. */
export class PageList {
  readonly used: Page[] = [];
  readonly free: Page[] = [];
  readonly #rules: NvsRules;
  #nextSequence = 0;

  private constructor({ rules }: PageOptions) {
    this.#rules = rules;
  }

  /** Loads the pages as firmware does at its start: what a power cut interrupted is completed or undone. */
  static open(flash: Flash, options: PageOptions): PageList {
    const list = new PageList(options);
    const damaged = list.#load(flash, options);
    if (list.used.length === 0) {
      list.#activate();
      return list;
    }
    list.#eraseOverwritten(isSameName);
    list.#finishFreeing(damaged);
    if (list.free.length === 0) throw new NvsError('nvs/no-free-pages', 'every page is in use, and one has to be free');
    return list;
  }

  /**
   * Loads the pages for reading, whatever their number: one that is being freed counts, a copy of it does not.
   */
  static openForReading(flash: Flash, options: PageOptions): PageList {
    const list = new PageList(options);
    const damaged = list.#load(flash, options);
    const freeing = list.used.find((page) => page.state === 'freeing');
    list.#eraseOverwritten(isReplacedBy);
    const last = list.used.at(-1);
    if (freeing === undefined || last === undefined || last.state !== 'active') return list;
    const outdated = isOutdated(freeing, last, damaged) ? freeing : last;
    list.used.splice(list.used.indexOf(outdated), 1);
    return list;
  }

  /** The page that is written to. */
  get current(): Page {
    return this.used.at(-1) as Page;
  }

  get size(): number {
    return this.used.length + this.free.length;
  }

  /** Returns every item, oldest page first. A snapshot: what is erased meanwhile still comes. */
  items(): Place[] {
    return this.used.flatMap((page) => Array.from(page.items, ([index, item]) => ({ page, index, item })));
  }

  /** Writes an item, on a new page if the current one is full. */
  write(name: ItemName, content: Uint8Array): void {
    if (this.current.write(name, content)) return;
    this.requestPage();
    if (!this.current.write(name, content)) throw noSpace();
  }

  /** Closes the current page and begins another one, which makes room by copying a page if only one is free. */
  requestPage(): void {
    if (this.current.state === 'active') this.current.mark('full');
    // Of a partition of a single page.
    if (this.free.length === 0) throw noSpace();
    if (this.free.length >= 2) {
      this.#activate();
      return;
    }
    let victim: Page | undefined;
    for (const page of this.used) if (page.used < (victim?.used ?? entriesPerPage)) victim = page;
    if (victim === undefined) throw noSpace();
    if (this.#rules.activatesFirst) this.#cleanNext();
    victim.mark('freeing');
    this.#replace(victim);
  }

  /** Copies what is left on a page to a new one, and erases it. */
  #replace(victim: Page): void {
    this.#activate();
    victim.copyTo(this.current);
    this.#release(victim);
  }

  /** Overwrites the erased items of a namespace: those whose first entry still says so. */
  purgeErased(namespaceIndex: number | undefined): void {
    for (const page of this.used) {
      for (let i = 0; i < entriesPerPage; ) {
        const item = page.stateOf(i) === entryStates.erased ? page.readItem(i) : undefined;
        const isOwn = item !== undefined && item.namespaceIndex === namespaceIndex;
        if (isOwn) page.purgeEntries(i, i + item.span);
        i += isOwn ? item.span : 1;
      }
    }
  }

  /** Overwrites whatever does not count, on free pages too. */
  purgeRest(): void {
    for (const page of this.used) page.purgeRest();
    for (const page of this.free) if (page.state === 'corrupt') page.eraseSector();
  }

  #release(page: Page): void {
    page.eraseSector();
    this.used.splice(this.used.indexOf(page), 1);
    this.free.push(page);
  }

  #activate(): void {
    const page = this.#cleanNext();
    this.free.shift();
    page.sequence = this.#nextSequence++;
    this.used.push(page);
  }

  /** Returns the page that is used next, and erases it if it is damaged. */
  #cleanNext(): Page {
    const [page] = this.free;
    if (page === undefined) throw new NvsError('nvs/no-free-pages', 'there is no free page to copy to');
    if (page.state === 'corrupt') page.eraseSector();
    return page;
  }

  #load(flash: Flash, options: PageOptions): Set<Page> {
    const damaged = new Set<Page>();
    const pages = Array.from({ length: flash.size / sectorSize }, (_, number) => findPage(flash, number, options));
    for (const page of pages) {
      if (loadEntries(page)) damaged.add(page);
      const isFree = page.state === 'blank' || page.state === 'corrupt';
      (isFree ? this.free : this.used).push(page);
    }
    this.used.sort((a, b) => a.sequence - b.sequence);
    this.#nextSequence = (this.used.at(-1)?.sequence ?? -1) + 1;
    return damaged;
  }

  /**
   * Erases the earlier value of the last item, which a power cut may have left in an earlier page. Firmware looks for
   * the same type only. When writing, all types have to be erased: one of another type would count again as soon as
   * making room moves it behind the new one. When only reading, they must stay: firmware before ESP-IDF 5.2 keeps and
   * finds both.
   */
  #eraseOverwritten(isOld: (item: Item, last: Item) => boolean): void {
    const last = Array.from(this.used.at(-1)?.items.values() ?? []).at(-1);
    if (last === undefined) return;
    for (const page of this.used.slice(0, -1)) {
      if (page.state === 'freeing') continue;
      for (const [index, item] of page.items) if (isOld(item, last)) page.dropAt(index);
    }
  }

  /** Does again what a power cut interrupted: the copy, which may have ended anywhere, is thrown away first. */
  #finishFreeing(damaged: ReadonlySet<Page>): void {
    const freeing = this.used.find((page) => page.state === 'freeing');
    if (freeing === undefined) return;
    const copy = this.current;
    if (copy.state === 'active') {
      // The erasing of the page may have begun already; then the copy is whole, and has what the page no longer has.
      if (isOutdated(freeing, copy, damaged)) {
        this.#release(freeing);
        return;
      }
      this.#release(copy);
    }
    this.#replace(freeing);
  }
}

/** Returns the error of a write for which no page has room left. */
export function noSpace(): NvsError {
  return new NvsError('nvs/no-space', 'no page has room for this value');
}

function isSameName(a: Item, b: Item): boolean {
  return a.key === b.key && a.namespaceIndex === b.namespaceIndex && a.chunkIndex === b.chunkIndex;
}

/** Whether firmware takes one item for the old value of another. */
function isReplacedBy(item: Item, last: Item): boolean {
  const isOldBlob = last.type === itemTypes.blobIndex && item.type === itemTypes.legacyBlob;
  return isSameName(item, last) && (item.type === last.type || isOldBlob);
}

/** Whether a page has lost something, and all that is left is on the other one. */
function isOutdated(page: Page, copy: Page, damaged: ReadonlySet<Page>): boolean {
  const hasLost = damaged.has(page) || page.items.size < copy.items.size || hasWrongData(page);
  return hasLost && Array.from(page.items.values()).every((item) => copy.find(item) !== undefined);
}

/** Whether an item has lost some of its data; where a page is erased halfway, its first entry may still be whole. */
function hasWrongData(page: Page): boolean {
  return Array.from(page.items).some(
    ([index, item]) => hasData(item.type) && rightData({ page, index, item }) === undefined,
  );
}
