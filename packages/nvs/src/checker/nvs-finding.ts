import { sectorSize } from '../flash.ts';
import { entryOffset } from '../pages/page-layout.ts';

/** What can be found in an image; the first part is what `nvs_tool` checks too, the second what it leaves out. */
export type NvsFindingKind =
  | 'partition-size'
  | 'no-blank-page'
  | 'blank-page-dirty'
  | 'page-crc'
  | 'entry-blank'
  | 'erased-entry-blank'
  | 'entry-crc'
  | 'data-crc'
  | 'entry-type'
  | 'entry-span'
  | 'data-state'
  | 'duplicate'
  | 'chunk-without-index'
  | 'chunk-missing'
  | 'blob-size'
  | 'namespace-undefined'
  | 'namespace-unused'
  | 'entry-type-new'
  | 'page-state'
  | 'page-version'
  | 'page-header-cut'
  | 'page-freeing'
  | 'pages-active'
  | 'sequence-twice'
  | 'entry-state'
  | 'entry-unmarked'
  | 'namespace-index-shared'
  | 'erased-span-used';

/** Something in an image that is wrong, or looks so. */
export interface NvsFinding {
  readonly kind: NvsFindingKind;
  /** An error costs data or stops firmware; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** Number of the page, counted from 0 at the start of the partition. */
  readonly page?: number;
  /** Number of the entry in its page, counted from 0. */
  readonly entry?: number;
  /** How many entries from this one on are concerned. */
  readonly entries?: number;
  /** Bytes from the start of the partition to the page or entry. */
  readonly offset?: number;
  /** What was found. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

const rewrite = 'Firmware drops it at its next start; write the value again.';
const nothing = 'Nothing has to be done: firmware clears this up at its next start.';
const regenerate = 'Make the image again, or erase the partition.';

/** Severity and remedy of each kind. */
const findingTable: Readonly<Record<NvsFindingKind, Pick<NvsFinding, 'severity' | 'remedy'>>> = {
  'partition-size': {
    severity: 'error',
    remedy: 'Use whole pages of 4096 bytes, three or more unless the partition is read-only.',
  },
  'no-blank-page': {
    severity: 'error',
    remedy: 'See whether the image was cut off; otherwise erase the partition, or make it larger.',
  },
  'blank-page-dirty': { severity: 'error', remedy: nothing },
  'page-crc': { severity: 'error', remedy: 'The content of the page is lost to firmware; write its values again.' },
  'entry-blank': { severity: 'error', remedy: rewrite },
  'erased-entry-blank': { severity: 'warning', remedy: nothing },
  'entry-crc': { severity: 'error', remedy: `If the partition is encrypted, check it with its keys. ${rewrite}` },
  'data-crc': { severity: 'error', remedy: 'Firmware erases the value when it is read; write it again.' },
  'entry-type': { severity: 'error', remedy: rewrite },
  'entry-type-new': {
    severity: 'warning',
    remedy: 'Use firmware of ESP-IDF 6.1 or later: older one erases the value at its start, or keeps it unread.',
  },
  'entry-span': { severity: 'error', remedy: rewrite },
  'data-state': { severity: 'error', remedy: rewrite },
  duplicate: {
    severity: 'error',
    remedy: 'Which one counts depends on their places; write the value again, or erase all.',
  },
  'chunk-without-index': { severity: 'warning', remedy: nothing },
  'chunk-missing': { severity: 'error', remedy: rewrite },
  'blob-size': { severity: 'error', remedy: rewrite },
  'namespace-undefined': { severity: 'error', remedy: regenerate },
  'namespace-unused': {
    severity: 'warning',
    remedy: 'Nothing has to be done: firmware keeps namespaces without keys.',
  },
  'page-state': { severity: 'error', remedy: 'The content of the page is lost to firmware; write its values again.' },
  'page-version': { severity: 'error', remedy: 'Use newer firmware, or erase the partition.' },
  'page-header-cut': { severity: 'warning', remedy: nothing },
  'page-freeing': { severity: 'warning', remedy: nothing },
  'pages-active': { severity: 'warning', remedy: 'Nothing has to be done: the one with the higher number counts.' },
  'sequence-twice': { severity: 'error', remedy: regenerate },
  'entry-state': { severity: 'error', remedy: rewrite },
  'entry-unmarked': { severity: 'warning', remedy: nothing },
  'namespace-index-shared': { severity: 'error', remedy: regenerate },
  'erased-span-used': {
    severity: 'warning',
    remedy:
      'Do not call nvs_purge_all of ESP-IDF 6.0.1 or later, which overwrites the value; esp-prov flash nvs purge spares it, and removes what misleads firmware.',
  },
};

/** Place of an entry, or of a page where `entry` is missing. */
export interface FindingPlace {
  readonly page: number;
  readonly entry?: number;
  readonly entries?: number;
}

/** Where a finding means something else than its kind does elsewhere. */
export interface FindingMeaning {
  readonly severity: NvsFinding['severity'];
  readonly remedy: string;
}

/** What a write leaves that a power cut interrupted, and that costs nothing: the value before still counts, or none. */
export const interruptedWrite: FindingMeaning = {
  severity: 'warning',
  remedy: 'Nothing has to be done: the power was cut during this write, and firmware undoes it at its next start.',
};

/** What a release does at its start with a value of a type that it does not know. */
export const droppedValue: FindingMeaning = {
  severity: 'error',
  remedy: 'This release erases the value at its start; use ESP-IDF 6.1 or later, or store it as another type.',
};

/** What firmware makes of a new part of a blob whose index was not begun, although the old blob is whole. */
export const lostUpdate: FindingMeaning = {
  severity: 'error',
  remedy: 'Firmware from ESP-IDF 5.3 on loses the value at its next start; write it again.',
};

/** Returns a finding with what its kind implies. */
export function finding(
  kind: NvsFindingKind,
  message: string,
  place?: FindingPlace,
  meaning: FindingMeaning = findingTable[kind],
): NvsFinding {
  const { severity, remedy } = meaning;
  if (!place) return { kind, severity, message, remedy };
  const { page, entry } = place;
  const offset = entry === undefined ? page * sectorSize : entryOffset(page, entry);
  return { kind, severity, ...place, offset, message, remedy };
}
