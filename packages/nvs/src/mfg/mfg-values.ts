import { csvError } from '../csv/csv-error.ts';
import { csvText } from '../csv/csv-text.ts';
import { parseCsv } from '../csv/parse-csv.ts';

/** What a values file says of one device, in the order of its columns. */
export interface MfgValuesRow {
  readonly line: number;
  readonly values: readonly string[];
}

/** A values file of `mfg_gen`: a column for each key, a row for each device. */
export interface MfgValues {
  readonly columns: readonly string[];
  readonly devices: readonly MfgValuesRow[];
}

/**
 * Reads a values file.
 *
 * @throws NvsError `csv/invalid` with the line when it has no device, or a row of another length than the header
 */
export function parseMfgValues(source: string | Uint8Array): MfgValues {
  const [header, ...records] = parseCsv(csvText(source));
  if (!header || records.length === 0) throw csvError({ line: 1 }, 'empty', 'the values file names no device');
  const columns = header.fields;
  const devices = records.map(({ line, fields: values }) => {
    if (values.length !== columns.length) {
      throw csvError({ line }, 'fields', `there are ${values.length} values for ${columns.length} keys`);
    }
    return { line, values };
  });
  return { columns, devices };
}
