import { csvError } from '../csv/csv-error.ts';
import type { Bytes } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import { maxNameSize } from '../pages/item.ts';
import { type ImageOptions, ImageWriter } from './image-writer.ts';
import type { NvsRow } from './nvs-csv.ts';
import { type ReadFile, rowValue } from './row-value.ts';
import { HiddenWifiKeys } from './wifi-keys.ts';

/** How an image is made of rows. */
export interface GenerateOptions extends ImageOptions {
  /** Reads what rows of type `file` name. */
  readonly readFile?: ReadFile | undefined;
}

/**
 * Returns the image of an NVS partition with these rows: byte for byte that of `nvs_partition_gen` 0.2.0 wherever that
 * one works. Where it does not:
 *
 * - a namespace that is named again is selected again; there, its keys go to the namespace that was created last;
 * - strings of 3969 to 4000 bytes are stored, as firmware would;
 * - text that is not ASCII in a row `data,binary` is stored whole; there, its characters are counted instead of its
 *   bytes, and firmware erases the value when it is read, since the CRC does not fit the length;
 * - duplicate keys, rows before the first namespace, unknown types, and encodings in upper case are refused, as are
 *   keys that are empty or not ASCII; there, they damage the image or what is read from it;
 * - whatever is refused is named with its line and column, and nothing is left behind.
 *
 * @throws NvsError `csv/invalid` with line, column and rule; `nvs/too-small`, `nvs/no-space` for the size
 */
export function generateNvsImage(rows: readonly NvsRow[], options: GenerateOptions): Bytes {
  const writer = new ImageWriter(options);
  const hidden = new HiddenWifiKeys(rows);
  const seen = new Set<string>();
  let namespace: number | undefined;
  for (const row of rows) {
    const { key, type, line = 0 } = row;
    checkName(row);
    if (type === 'namespace') {
      namespace = writer.namespace(key);
      continue;
    }
    if (type !== 'data' && type !== 'file') {
      throw csvError({ line, column: 'type' }, 'type', `there is no type "${type}"`);
    }
    if (namespace === undefined) {
      throw csvError({ line, column: 'type' }, 'namespace', `the key "${key}" comes before any namespace`);
    }
    const name = `${namespace} ${key}`;
    if (seen.has(name)) throw csvError({ line, column: 'key' }, 'duplicate', `the key "${key}" comes twice`);
    seen.add(name);
    const stored = rowValue(row, options.readFile);
    for (const [hiddenKey, value] of hidden.before(row, stored))
      writer.write(namespace, hiddenKey, { type: 'blob', value });
    writeAt(row, () => writer.write(namespace ?? 0, key, stored.value));
    for (const [hiddenKey, value] of hidden.after(row)) writer.write(namespace, hiddenKey, { type: 'blob', value });
  }
  return writer.image;
}

function checkName({ key, type, line = 0 }: NvsRow): void {
  const what = type === 'namespace' ? 'namespace' : 'key';
  const place = { line, column: 'key' };
  if (key === '') throw csvError(place, 'key', `the ${what} has no name`);
  if (!/^[ -~]*$/.test(key)) throw csvError(place, 'key', `the ${what} "${key}" is not plain ASCII`);
  if (key.length > maxNameSize) {
    throw csvError(place, 'key', `the ${what} "${key}" is longer than ${maxNameSize} characters`);
  }
}

/**
 * Runs `write`, and names the row if its value is too long; a partition that is too small is not the fault of a row.
 */
function writeAt({ key, line = 0 }: NvsRow, write: () => void): void {
  try {
    write();
  } catch (cause) {
    if (!(cause instanceof NvsError) || cause.code !== 'nvs/value-too-long') throw cause;
    throw csvError({ line, column: 'value' }, 'length', `${cause.message} (key "${key}")`, cause);
  }
}
