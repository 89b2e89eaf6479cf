import { csvError } from '../csv/csv-error.ts';
import { generateNvsKeys, type NvsKeys, type NvsRandom } from '../encryption/nvs-keys.ts';
import { xtsEntryCipher } from '../encryption/xts-entry-cipher.ts';
import type { Bytes } from '../flash.ts';
import { type GenerateOptions, generateNvsImage } from '../generator/generate-image.ts';
import { formatNvsCsv, type NvsRow } from '../generator/nvs-csv.ts';
import { utf8 } from '../utf8.ts';
import type { MfgConfigRow } from './mfg-config.ts';
import type { MfgValues, MfgValuesRow } from './mfg-values.ts';

/** How a series of devices is made. */
export interface MfgOptions extends Omit<GenerateOptions, 'cipher'> {
  /** What the names of files begin with. */
  readonly prefix: string;
  /** Column whose value distinguishes the names of devices; else they are counted from 1. */
  readonly fileId?: string | undefined;
  /** Puts a number between prefix and ID, with at least `digits` digits, counted up from `start`. */
  readonly prefixNumber?: { readonly start: number; readonly digits: number } | undefined;
  /** Encrypts every image: with the same keys, or with new ones for each device from a source for secrets. */
  readonly encryption?: { readonly keys: NvsKeys } | { readonly random: NvsRandom } | undefined;
}

/** One device of a series. */
export interface MfgDevice {
  readonly id: string;
  /** Name for its files, without folder and ending. */
  readonly name: string;
  /** What is stored. */
  readonly rows: readonly NvsRow[];
  /** The same as a CSV file of `nvs_partition_gen`. */
  readonly csv: string;
  readonly image: Bytes;
  /** The keys of its image, where it is encrypted. */
  readonly keys?: NvsKeys;
}

/**
 * Makes the devices of a series one by one, as `mfg_gen` does. What concerns more than one value is checked before the
 * first of them; a wrong value shows when its device comes, with its line in the values file.
 *
 * @throws NvsError `csv/invalid` with line and rule; what `generateNvsImage` throws
 */
export function* generateMfgDevices(
  config: readonly MfgConfigRow[],
  values: MfgValues,
  options: MfgOptions,
): Generator<MfgDevice, void, undefined> {
  const columns = columnsOf(config, values.columns);
  const ids = idsOf(values, options.fileId);
  const { encryption } = options;
  const [first] = values.devices;
  for (const [i, device] of values.devices.entries()) {
    const id = ids[i] as string;
    const rows = rowsOf(config, columns, device, first ?? device);
    const keys = encryption && ('keys' in encryption ? encryption.keys : generateNvsKeys(encryption.random));
    const cipher = keys && xtsEntryCipher(keys);
    const image = generateNvsImage(rows, { ...options, cipher });
    yield { id, name: nameOf(id, i, options), rows, csv: formatNvsCsv(rows), image, ...(keys ? { keys } : {}) };
  }
}

/** Returns the column of each key of the config; keys that both files have must come in the same order. */
function columnsOf(config: readonly MfgConfigRow[], columns: readonly string[]): ReadonlyMap<MfgConfigRow, number> {
  const rows = config.filter(({ type }) => type !== 'namespace');
  const known = new Set(rows.map(({ key }) => key));
  const candidates = [...columns.keys()].filter((at) => known.has(columns[at] as string));
  return new Map(
    rows.map((row, i) => {
      const at = candidates[i];
      if (at === undefined || columns[at] !== row.key) {
        const why = columns.includes(row.key) ? 'is not in this place of' : 'is missing in';
        throw csvError({ line: row.line, column: 'key' }, 'columns', `the key "${row.key}" ${why} the values file`);
      }
      return [row, at];
    }),
  );
}

/** Bytes of a part of a file name, so that the whole stays below the 255 that file systems take. */
const longestId = 200;

function idsOf({ columns, devices }: MfgValues, fileId: string | undefined): readonly string[] {
  if (fileId === undefined) return devices.map((_, i) => `${i + 1}`);
  const at = columns.indexOf(fileId);
  if (at < 0) throw csvError({ line: 1 }, 'file-id', `the values file has no column "${fileId}"`);
  const seen = new Set<string>();
  return devices.map(({ line, values }) => {
    const id = values[at] ?? '';
    const place = { line, column: fileId };
    if (!isPartOfFileName(id)) throw csvError(place, 'file-id', 'the value cannot be part of a file name');
    if (seen.has(id)) throw csvError(place, 'file-id', `another device is called "${id}" too`);
    seen.add(id);
    return id;
  });
}

/**
 * Whether a text may be part of a file name on any system and is shown as it is: without control and format characters
 * and halves of characters.
 */
function isPartOfFileName(text: string): boolean {
  if (text === '' || utf8(text).length > longestId || /^\.+$/.test(text)) return false;
  return !/[/\\]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

function rowsOf(
  config: readonly MfgConfigRow[],
  columns: ReadonlyMap<MfgConfigRow, number>,
  device: MfgValuesRow,
  first: MfgValuesRow,
): readonly NvsRow[] {
  return config.map((row) => {
    const at = columns.get(row);
    const value = at === undefined ? '' : ((row.repeat ? first : device).values[at] ?? '');
    return { key: row.key, type: row.type, encoding: row.encoding, value, line: device.line };
  });
}

function nameOf(id: string, index: number, { prefix, prefixNumber }: MfgOptions): string {
  if (!prefixNumber) return `${prefix}-${id}`;
  return `${prefix}-${String(prefixNumber.start + index).padStart(prefixNumber.digits, '0')}-${id}`;
}
