import { type Flash, sectorSize } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import { entryStates } from './entry-states.ts';
import { entriesPerPage, type Item } from './item.ts';
import { Page, type PageOptions, type PageState } from './page.ts';
import { decodePageHeader, pageHeaderSize, pageStateWords, pageVersions } from './page-header.ts';

/** Returns a page as its header describes it, without a change to the flash. */
export function findPage(flash: Flash, number: number, options: PageOptions): Page {
  const { state, sequence } = stateOfSector(flash, number);
  const page = new Page(flash, number, state, options);
  page.sequence = sequence;
  return page;
}

/**
 * Reads the entries of a page, and erases those that a power cut or damage left behind, as firmware does at each start.
 *
 * @returns whether something had to be dropped because it no longer was what had been written
 */
export function loadEntries(page: Page): boolean {
  if (page.state === 'blank' || page.state === 'corrupt') return false;
  page.loadStates();
  page.next = entriesPerPage;
  if (page.state === 'active') findWritePosition(page);
  const damaged = loadItems(page);
  if (page.state === 'active') page.avoidBefore(endOfDirt(page));
  return damaged;
}

function stateOfSector(flash: Flash, number: number): { state: PageState; sequence: number } {
  const base = number * sectorSize;
  const raw = flash.read(base, pageHeaderSize);
  if (new DataView(raw.buffer).getUint32(0, true) === pageStateWords.blank) {
    const blank = flash.read(base, sectorSize).every((byte) => byte === 0xff);
    return { state: blank ? 'blank' : 'corrupt', sequence: 0 };
  }
  const header = decodePageHeader(raw);
  if (header === undefined) return { state: 'corrupt', sequence: 0 };
  if (header.version < pageVersions.second) {
    throw new NvsError('nvs/new-version', `page ${number} has version 0x${header.version.toString(16)}`, {
      details: { page: number, version: header.version },
    });
  }
  for (const state of ['active', 'full', 'freeing'] as const) {
    if (pageStateWords[state] === header.stateWord) return { state, sequence: header.sequence };
  }
  return { state: 'corrupt', sequence: 0 };
}

/**
 * Finds the first free entry. Entries are written before they are marked, so one that holds anything is not free,
 * whatever its state.
 */
function findWritePosition(page: Page): void {
  for (let i = 0; i < entriesPerPage; i++) {
    if (page.stateOf(i) !== entryStates.empty) continue;
    page.next = i;
    break;
  }
  while (page.next < entriesPerPage && !startsBlank(page, page.next)) page.dropEntries(page.next, 1);
}

function loadItems(page: Page): boolean {
  let damaged = false;
  const seen = new Map<string, number>();
  const end = page.next;
  for (let i = 0; i < end; ) {
    const state = page.stateOf(i);
    const item = state === entryStates.written ? page.readItem(i) : undefined;
    if (item === undefined) {
      if (state === entryStates.written || state === entryStates.illegal) {
        damaged = true;
        page.dropEntries(i, 1);
      }
      i++;
      continue;
    }
    if (isComplete(page, i, item)) {
      page.items.set(i, item);
      if (page.state === 'active') eraseEarlier(page, seen, i, item);
    } else {
      damaged = true;
      page.dropEntries(i, item.span);
    }
    i += item.span;
  }
  return damaged;
}

function isComplete(page: Page, index: number, item: Item): boolean {
  for (let i = index; i < index + item.span; i++) if (page.stateOf(i) !== entryStates.written) return false;
  return true;
}

/**
 * Erases an earlier value of the same key: a power cut between writing and erasing leaves both, and the later one
 * counts, whatever its type.
 */
function eraseEarlier(page: Page, seen: Map<string, number>, index: number, item: Item): void {
  const name = `${item.namespaceIndex}/${item.chunkIndex}/${item.key}`;
  const earlier = seen.get(name);
  if (earlier !== undefined) page.dropAt(earlier);
  seen.set(name, index);
}

function startsBlank(page: Page, index: number): boolean {
  return page
    .readRaw(index)
    .subarray(0, 4)
    .every((byte) => byte === 0xff);
}

function endOfDirt(page: Page): number {
  for (let i = entriesPerPage; i > page.next; i--) {
    if (page.stateOf(i - 1) !== entryStates.empty) return i;
    if (page.readRaw(i - 1).some((byte) => byte !== 0xff)) return i;
  }
  return 0;
}
