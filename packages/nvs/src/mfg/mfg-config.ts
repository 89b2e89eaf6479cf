import { csvError } from '../csv/csv-error.ts';
import { csvText } from '../csv/csv-text.ts';
import { parseCsv } from '../csv/parse-csv.ts';
import { isEncoding } from '../generator/row-value.ts';

/** A row of a config file: what every device of a series has, but for its values. */
export interface MfgConfigRow {
  readonly key: string;
  readonly type: 'namespace' | 'data' | 'file';
  readonly encoding: string;
  /** All devices get the value of the first one. */
  readonly repeat: boolean;
  readonly line: number;
}

/**
 * Returns the rows of a config file of `mfg_gen`: `name,namespace,` or `key,data|file,encoding[,REPEAT]`. All encodings
 * of the generator are taken; `mfg_gen` refuses `i16` and the filled blobs, and blank lines and comments too.
 *
 * @throws NvsError `csv/invalid` with line, column and rule
 */
export function parseMfgConfig(source: string | Uint8Array): readonly MfgConfigRow[] {
  const rows = parseCsv(csvText(source), { comments: true }).map(({ line, fields }): MfgConfigRow => {
    const [key = '', type = '', encoding = '', mark] = fields;
    if (type === 'namespace') return { key, type, encoding: '', repeat: false, line };
    if (type !== 'data' && type !== 'file')
      throw csvError({ line, column: 'type' }, 'type', `there is no type "${type}"`);
    if (!isEncoding(encoding)) {
      throw csvError({ line, column: 'encoding' }, 'encoding', `there is no encoding "${encoding}"`);
    }
    if (fields.length > 4 || (mark !== undefined && mark !== '' && mark !== 'REPEAT')) {
      throw csvError({ line }, 'fields', 'a row is key, type and encoding, and REPEAT at most');
    }
    return { key, type, encoding, repeat: mark === 'REPEAT', line };
  });
  if (rows.length === 0) throw csvError({ line: 1 }, 'empty', 'the config file is empty');
  return rows;
}
