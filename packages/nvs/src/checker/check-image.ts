import { sectorSize } from '../flash.ts';
import type { NvsRules } from '../nvs-rules.ts';
import type { EntryCipher } from '../pages/entry-cipher.ts';
import { checkItems } from './check-items.ts';
import { type CheckedPage, checkPage } from './check-page.ts';
import { finding, type NvsFinding } from './nvs-finding.ts';

/** How an image is looked at. */
export interface CheckOptions {
  /** Opens the entries of an encrypted partition. */
  readonly cipher?: EntryCipher | undefined;
  /** A read-only partition may be small and full. */
  readonly readonly?: boolean;
  /** What the release does that will read it; without it, floats and doubles are a warning. */
  readonly rules?: NvsRules | undefined;
}

const smallestWritable = 3 * sectorSize;

/**
 * Returns everything that is wrong with an NVS image, of whatever bytes it may be: first the partition, then page by
 * page, then what pages say of each other. Nothing is found in a good image, unless it has a namespace without keys.
 */
export function checkNvsImage(image: Uint8Array, options: CheckOptions = {}): readonly NvsFinding[] {
  const { cipher, readonly = false, rules } = options;
  const count = Math.floor(image.length / sectorSize);
  const pages = Array.from({ length: count }, (_, page) => checkPage(image, page, { cipher, rules }));
  return [
    ...checkSize(image.length, readonly),
    ...checkLife(pages, readonly),
    ...pages.flatMap(({ findings }) => findings),
    ...checkItems(current(pages).flatMap(({ items }) => items)),
  ];
}

function* checkSize(size: number, readonly: boolean): Iterable<NvsFinding> {
  if (size % sectorSize !== 0 || size === 0) {
    yield finding('partition-size', `${size} bytes are not a multiple of ${sectorSize}`);
  } else if (size < smallestWritable && !readonly) {
    yield finding(
      'partition-size',
      `${size} bytes are fewer than the ${smallestWritable} of a partition that is written`,
    );
  }
}

function* checkLife(pages: readonly CheckedPage[], readonly: boolean): Iterable<NvsFinding> {
  // Firmware makes a page blank where one is being freed or damaged; those have findings of their own.
  const spare = pages.some(({ state }) => state === 'blank' || state === 'freeing' || state === 'lost');
  if (!readonly && pages.length > 0 && !spare) {
    yield finding('no-blank-page', 'no page is blank, so nothing can be written');
  }
  const active = pages.filter(({ state }) => state === 'active');
  for (const { page } of active.slice(1)) {
    yield finding('pages-active', `page ${page} is active, as is page ${active[0]?.page}`, { page });
  }
  const bySequence = new Map<number, number>();
  for (const { page, state, sequence } of pages) {
    if (state === 'blank' || state === 'lost') continue;
    const other = bySequence.get(sequence);
    if (other !== undefined) {
      yield finding('sequence-twice', `page ${page} has the sequence number ${sequence}, as page ${other} has`, {
        page,
      });
    }
    bySequence.set(sequence, page);
  }
}

/**
 * Returns the pages that count, in the order in which they were written. While a page is being freed, the newest one is
 * its copy: firmware throws that away, complete or not, and copies again.
 */
function current(pages: readonly CheckedPage[]): readonly CheckedPage[] {
  const ordered = [...pages].sort((a, b) => a.sequence - b.sequence);
  const newest = ordered.findLast(({ state }) => state !== 'blank' && state !== 'lost');
  if (newest?.state !== 'active' || !pages.some(({ state }) => state === 'freeing')) return ordered;
  return ordered.filter((page) => page !== newest);
}
