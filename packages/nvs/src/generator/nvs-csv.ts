import { csvError } from '../csv/csv-error.ts';
import { csvText } from '../csv/csv-text.ts';
import { formatCsv } from '../csv/format-csv.ts';
import { parseCsv } from '../csv/parse-csv.ts';

/** A row of the CSV format of `nvs_partition_gen`. */
export interface NvsRow {
  readonly key: string;
  /** `namespace`, `data`, or `file` where the value is the name of a file. */
  readonly type: string;
  readonly encoding: string;
  readonly value: string;
  /** Line of the CSV file, for messages. */
  readonly line?: number;
}

const columns = ['key', 'type', 'encoding', 'value'] as const;

/**
 * Returns the rows of a CSV file of `nvs_partition_gen`, unchanged; `generateNvsImage` checks whether they make sense.
 * Columns may come in any order, and further ones are ignored; a row with more fields than columns is refused, since
 * the official tool would silently store a value up to its first comma.
 *
 * @throws NvsError `csv/invalid` with the line when it is no such file
 */
export function parseNvsCsv(source: string | Uint8Array): readonly NvsRow[] {
  const [header, ...records] = parseCsv(csvText(source), { comments: true });
  if (!header) throw csvError({ line: 1 }, 'header', 'the file has no header');
  const at = columns.map((column) => {
    const index = header.fields.indexOf(column);
    if (index < 0) throw csvError({ line: header.line, column }, 'header', `the header lacks the column "${column}"`);
    return index;
  });
  return records.map(({ line, fields }) => {
    refuseSurplus(line, fields, header.fields.length);
    const [key = '', type = '', encoding = '', value = ''] = at.map((index) => fields[index] ?? '');
    return { key, type, encoding, value, line };
  });
}

function refuseSurplus(line: number, fields: readonly string[], columns: number): void {
  if (fields.length <= columns || fields.slice(columns).every((field) => field.trim() === '')) return;
  const message = `there are ${fields.length} fields for ${columns} columns; put a value with a comma in quotes`;
  throw csvError({ line }, 'fields', message);
}

/** Returns the rows as a CSV file that `nvs_partition_gen` reads. */
export function formatNvsCsv(rows: readonly NvsRow[]): string {
  return formatCsv([columns, ...rows.map(({ key, type, encoding, value }) => [key, type, encoding, value])]);
}
