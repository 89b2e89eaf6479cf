import { csvError } from './csv-error.ts';

/** A record of a CSV file, which may span lines. */
export interface CsvRecord {
  /** Line on which it begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Most records of a file, and most fields of a record: far more than a partition or a series has, and memory for them. */
const mostRecords = 500_000;
const mostFields = 10_000;

/**
 * Returns the records of a CSV file with quotes as RFC 4180 has them. Blank lines and, on request, lines that begin
 * with `#` are skipped; unlike in the official tools, a `#` within quotes is text wherever it stands.
 *
 * @throws NvsError `csv/invalid` when a quote is never closed, or when there are too many records or fields
 */
export function parseCsv(text: string, options: { readonly comments?: boolean } = {}): readonly CsvRecord[] {
  const { comments = false } = options;
  const source = text.replace(/\r\n?/g, '\n');
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < source.length) {
    const end = lineEnd(source, at);
    const content = source.slice(at, end);
    if (content.trim() === '' || (comments && content.startsWith('#'))) {
      at = end + 1;
      line++;
      continue;
    }
    const first = line;
    const fields: string[] = [];
    for (let more = true; more; ) {
      const field = parseField(source, at, first);
      if (fields.length === mostFields)
        throw csvError({ line: first }, 'fields', `there are more than ${mostFields} fields`);
      fields.push(field.text);
      line += field.lines;
      more = source[field.end] === ',';
      at = field.end + 1;
    }
    line++;
    if (records.length === mostRecords)
      throw csvError({ line: first }, 'records', `there are more than ${mostRecords} rows`);
    records.push({ line: first, fields });
  }
  return records;
}

/**
 * Reads a field. A quote counts only at its start, as for Python's reader; what follows the closing one is text again.
 */
function parseField(source: string, start: number, line: number): { text: string; end: number; lines: number } {
  if (source[start] !== '"') {
    const end = fieldEnd(source, start);
    return { text: source.slice(start, end), end, lines: 0 };
  }
  let text = '';
  let at = start + 1;
  for (;;) {
    const quote = source.indexOf('"', at);
    if (quote < 0) throw csvError({ line }, 'quote', 'a quote is never closed');
    text += source.slice(at, quote);
    at = quote + 1;
    if (source[at] !== '"') break;
    text += '"';
    at++;
  }
  const lines = text.split('\n').length - 1;
  const end = fieldEnd(source, at);
  return { text: text + source.slice(at, end), end, lines };
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

function fieldEnd(source: string, from: number): number {
  // Not character by character: verifiers of whole series are long fields.
  const separator = /[,\n]/g;
  separator.lastIndex = from;
  return separator.exec(source)?.index ?? source.length;
}
