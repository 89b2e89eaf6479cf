import { NvsError } from '../nvs-error.ts';

/** Place in a CSV file. */
export interface CsvPlace {
  /** Counted from 1; 0 for rows that come from no file. */
  readonly line: number;
  /** Name of the column, where one is to blame. */
  readonly column?: string;
}

/** Returns the error at a place of a CSV file. The message must not contain values: they may be secrets. */
export function csvError({ line, column }: CsvPlace, rule: string, message: string, cause?: unknown): NvsError {
  const where = [line > 0 ? `line ${line}` : '', column === undefined ? '' : `column ${column}`].filter(
    (part) => part !== '',
  );
  const details = { line, rule, ...(column === undefined ? {} : { column }) };
  const text = where.length > 0 ? `${where.join(', ')}: ${message}` : message;
  return new NvsError('csv/invalid', text, cause === undefined ? { details } : { details, cause });
}
