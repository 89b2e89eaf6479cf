import { csvText } from '../csv/csv-text.ts';
import { partitionTypes, subtypesOf, subtypeWord, typeWord } from './keywords.ts';
import { type LayoutOptions, layOut, type OpenRow } from './layout.ts';
import { formatSize, hex, parseNumber } from './number-text.ts';
import { type Partition, type PartitionTable, partitionFlags } from './partition.ts';
import { tableCsvError, tableError } from './table-error.ts';

/** What a CSV file of partitions may refer to. */
export interface PartitionCsvOptions extends LayoutOptions {
  /** Values for `$NAME` and `${NAME}`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * The table that a CSV file describes, its open offsets filled in. Rules between rows are left to
 * `validatePartitionTable`.
 *
 * @throws NvsError `csv/invalid` with line and rule
 */
export function parsePartitionCsv(source: string | Uint8Array, options: PartitionCsvOptions = {}): PartitionTable {
  const rows: OpenRow[] = [];
  const lines = csvText(source).split(/\r\n|\r|\n/);
  lines.forEach((raw, i) => {
    if (isComment(raw)) return;
    const text = expand(raw, i + 1, options.variables ?? {}).trim();
    if (!isComment(text)) rows.push(parseRow(text, i + 1));
  });
  return layOut(rows, options);
}

/**
 * The table as a CSV file, in the very text of the official tool.
 *
 * @throws NvsError `table/invalid` when a label would be read back as something else
 */
export function formatPartitionCsv(table: PartitionTable): string {
  return ['# ESP-IDF Partition Table', '# Name, Type, SubType, Offset, Size, Flags', ...table.map(formatRow), ''].join(
    '\n',
  );
}

function isComment(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

function expand(text: string, line: number, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:(\w+)|\{([^{}]*)\})/g, (_, bare?: string, braced?: string) => {
    const name = bare ?? braced ?? '';
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) throw tableCsvError('variable-unknown', line, `the variable "${name}" is not known`);
    return value;
  });
}

function parseRow(text: string, line: number): OpenRow {
  const [label = '', typeText = '', subtypeText = '', offset = '', size = '', flags = ''] = text
    .split(',')
    .map((field) => field.trim());
  if (typeText === '') throw tableCsvError('type', line, 'the type is missing');
  const type = parseKeyword('type', typeText, partitionTypes, line);
  const subtype = parseSubtype(type, subtypeText, line);
  return {
    line,
    partition: { label, type, subtype, flags: parseFlags(flags, line) },
    offset: isNotAsked(type, offset) ? undefined : parseAddress(offset, line),
    size: isNotAsked(type, size) ? undefined : parseAddress(size, line),
  };
}

function parseSubtype(type: number, text: string, line: number): number {
  if (text !== '') return parseKeyword('subtype', text, subtypesOf(type), line);
  if (type === partitionTypes.app) throw tableCsvError('subtype', line, 'an app partition needs a subtype');
  // Whatever the type, the official tool takes the number that stands for "undefined" among data.
  return subtypesOf(partitionTypes.data)['undefined'] ?? 0;
}

function parseKeyword(
  rule: 'type' | 'subtype',
  text: string,
  words: Readonly<Record<string, number>>,
  line: number,
): number {
  const word = text.toLowerCase();
  const value = parseNumber(text) ?? (Object.hasOwn(words, word) ? words[word] : undefined);
  if (value !== undefined && value >= 0 && value <= 0xff) return value;
  const known = Object.keys(words).join(', ') || 'none';
  throw tableCsvError(rule, line, `the ${rule} "${text}" is neither a number below 256 nor a known word (${known})`);
}

/** Rows for bootloader and table say so where a number would be ignored. */
function isNotAsked(type: number, text: string): boolean {
  const { bootloader, partition_table } = partitionTypes;
  return (type === bootloader || type === partition_table) && text.toUpperCase() === 'N/A';
}

function parseAddress(text: string, line: number): number | undefined {
  if (text === '') return undefined;
  const value = parseNumber(text);
  if (value === undefined) throw tableCsvError('number', line, `"${text}" is not a number`);
  return value;
}

function parseFlags(text: string, line: number): number {
  let flags = 0;
  for (const word of text.split(':').filter((part) => part !== '')) {
    if (word === 'encrypted' || word === 'readonly') flags |= partitionFlags[word];
    else throw tableCsvError('flag', line, `the flag "${word}" is not known`);
  }
  return flags;
}

function formatRow({ label, type, subtype, offset, size, flags }: Partition): string {
  if (/[,\r\n$]|^#|^\s|\s$/.test(label)) {
    throw tableError('label-text', `the label "${label}" cannot be told in a CSV file`, { label });
  }
  const words = (['encrypted', 'readonly'] as const).filter((word) => flags & partitionFlags[word]);
  return [
    label,
    typeWord(type) ?? type,
    subtypeWord(type, subtype) ?? subtype,
    hex(offset),
    formatSize(size),
    words.join(':'),
  ].join(',');
}
