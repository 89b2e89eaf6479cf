import { chunkCount, chunkStart, dataSize, itemTypes } from '../pages/item.ts';
import { decodeName } from '../store/name.ts';
import { named, type PlacedItem } from './check-page.ts';
import { finding, interruptedWrite, lostUpdate, type NvsFinding } from './nvs-finding.ts';

/** Checks what items of all pages say of each other. They come in the order in which they were written. */
export function checkItems(items: readonly PlacedItem[]): readonly NvsFinding[] {
  const byKey = new Map<string, PlacedItem[]>();
  for (const item of items) {
    const name = `${item.namespaceIndex} ${item.key}`;
    const same = byKey.get(name);
    if (same) same.push(item);
    else byKey.set(name, [item]);
  }
  const last = items.at(-1);
  return [
    ...[...byKey.values()].flatMap((same) => [...duplicates(same, last), ...blobs(same, last)]),
    ...namespaces(items),
  ];
}

function placeOf({ page, entry, span }: PlacedItem): { page: number; entry: number; entries: number } {
  return { page, entry, entries: span };
}

/**
 * Yields items that are there twice: only the parts of a blob and its index may share a key. Of the key that was
 * written last, the value before is erased only after the new one is complete.
 */
function* duplicates(same: readonly PlacedItem[], last: PlacedItem | undefined): Iterable<NvsFinding> {
  const meaning = last && same.includes(last) ? interruptedWrite : undefined;
  const role = ({ type, chunkIndex }: PlacedItem): string => {
    if (type === itemTypes.blobIndex) return 'index';
    return type === itemTypes.blobData ? `chunk ${chunkIndex}` : 'value';
  };
  const seen = new Map<string, PlacedItem>();
  for (const item of same) {
    const own = role(item);
    const rival = seen.get(own) ?? (own === 'value' ? [...seen.values()][0] : seen.get('value'));
    seen.set(own, item);
    if (!rival) continue;
    const where = `entry ${rival.entry} of page ${rival.page}`;
    yield finding('duplicate', `${named(item)} is also in ${where}`, placeOf(item), meaning);
  }
}

function* blobs(same: readonly PlacedItem[], last: PlacedItem | undefined): Iterable<NvsFinding> {
  const index = same.findLast(({ type }) => type === itemTypes.blobIndex);
  const chunks = same.filter(({ type }) => type === itemTypes.blobData);
  const start = index ? chunkStart(index) : 0;
  const end = index ? start + chunkCount(index) : 0;
  for (const chunk of chunks) {
    if (chunk.chunkIndex >= start && chunk.chunkIndex < end) continue;
    // Firmware takes a part behind which nothing was begun for the new form of any other part on its page.
    const isTaken =
      chunk === last && chunk.isEnd && chunks.some((other) => other !== chunk && other.page === chunk.page);
    const message = `part ${chunk.chunkIndex} of ${named(chunk)} is in no index`;
    yield finding('chunk-without-index', message, placeOf(chunk), index && isTaken ? lostUpdate : undefined);
  }
  if (!index) return;
  let size = 0;
  let missing = false;
  for (let number = start; number < end; number++) {
    const chunk = chunks.findLast(({ chunkIndex }) => chunkIndex === number);
    if (chunk) size += dataSize(chunk);
    else {
      missing = true;
      yield finding('chunk-missing', `part ${number} of ${named(index)} is missing`, placeOf(index));
    }
  }
  if (missing || size === dataSize(index)) return;
  const message = `the parts of ${named(index)} have ${size} bytes, not ${dataSize(index)}`;
  yield finding('blob-size', message, placeOf(index));
}

function* namespaces(items: readonly PlacedItem[]): Iterable<NvsFinding> {
  const defined = new Map<number, PlacedItem>();
  for (const item of items.filter(({ namespaceIndex, type }) => namespaceIndex === 0 && type === itemTypes.u8)) {
    const index = item.payload[0] as number;
    const other = defined.get(index);
    if (other && other.key !== item.key) {
      const message = `the namespaces "${decodeName(other.key)}" and "${decodeName(item.key)}" have the index ${index}`;
      yield finding('namespace-index-shared', message, placeOf(item));
    }
    defined.set(index, item);
  }
  const used = new Map<number, PlacedItem>();
  for (const item of items) if (!used.has(item.namespaceIndex)) used.set(item.namespaceIndex, item);
  for (const [index, item] of used) {
    if (index === 0 || defined.has(index)) continue;
    yield finding(
      'namespace-undefined',
      `the namespace ${index} of "${decodeName(item.key)}" has no name`,
      placeOf(item),
    );
  }
  for (const [index, item] of defined) {
    if (used.has(index)) continue;
    yield finding('namespace-unused', `the namespace "${decodeName(item.key)}" has no keys`, placeOf(item));
  }
}
