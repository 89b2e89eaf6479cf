import { sectorSize } from '../flash.ts';
import { MemoryFlash } from '../memory-flash.ts';
import { NvsError } from '../nvs-error.ts';
import { defaultRules } from '../nvs-rules.ts';
import type { EntryCipher } from '../pages/entry-cipher.ts';
import { pageVersions } from '../pages/page-header.ts';
import { PageList } from '../pages/page-list.ts';
import { NvsContent, type NvsEntry, type NvsStats } from './nvs-content.ts';
import type { NvsValue } from './nvs-value.ts';

/** The keys and values in an image, read only. */
export interface NvsReader {
  /** Returns the value of a key, of whatever type it was last written with. */
  get(namespace: string, key: string): NvsValue | undefined;
  /** Yields every key with each type it has. */
  entries(): Iterable<NvsEntry>;
  stats(): NvsStats;
}

/**
 * Reads whatever firmware would find in an image, also in one that it would refuse for its size or for having no free
 * page; throws `nvs/new-version` or, for less than a sector, `nvs/too-small`. The image is copied and stays as it is.
 */
export function readNvs(image: Uint8Array, options: { readonly cipher?: EntryCipher | undefined } = {}): NvsReader {
  if (image.length < sectorSize) {
    throw new NvsError('nvs/too-small', `an image has at least ${sectorSize} bytes, not ${image.length}`, {
      details: { size: image.length },
    });
  }
  const flash = new MemoryFlash(image.subarray(0, image.length - (image.length % sectorSize)));
  const pageOptions = { cipher: options.cipher, purge: false, rules: defaultRules, version: pageVersions.second };
  const content = new NvsContent(PageList.openForReading(flash, pageOptions));
  return {
    get: (namespace, key) => content.get(namespace, key),
    entries: () => content.entries(),
    stats: () => content.stats(),
  };
}
