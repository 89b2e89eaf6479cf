import { csvText } from '../csv/csv-text.ts';
import type { NvsError } from '../nvs-error.ts';
import { expandVariables } from './expand-variables.ts';
import type { ExtraSubtype } from './keywords.ts';
import { partitionTypes, subtypesOf, subtypeWord, typeWord } from './keywords.ts';
import { type LayoutOptions, layOut, type OpenRow } from './layout.ts';
import { formatSize, hex, parseNumber } from './number-text.ts';
import { type Partition, type PartitionTable, partitionFlags } from './partition.ts';
import { type TableRule, tableCsvError, tableError } from './table-error.ts';

/** Characters of a field that a message repeats. */
const longestQuote = 64;

/** What a CSV file of partitions may refer to. */
export interface PartitionCsvOptions extends LayoutOptions {
  /** Values for `$NAME` and `${NAME}`, such as the environment. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Words of the project for subtypes. */
  readonly extraSubtypes?: readonly ExtraSubtype[];
}

/**
 * Returns the table that a CSV file describes, its open offsets filled in. Rules between rows are left to
 * `validatePartitionTable`.
 *
 * @throws NvsError `csv/invalid` with line and rule; `table/invalid` for a bootloader that is not below the table
 */
export function parsePartitionCsv(source: string | Uint8Array, options: PartitionCsvOptions = {}): PartitionTable {
  const rows: OpenRow[] = [];
  const lines = csvText(source).split(/\r\n|\r|\n/);
  lines.forEach((raw, i) => {
    if (isComment(raw)) return;
    const text = expandVariables(raw, i + 1, options.variables ?? {});
    const row = text.trim();
    // Values of variables stay out of messages: those of the environment may be secrets.
    const quote =
      text === raw ? (field: string) => `"${field.slice(0, longestQuote)}"` : () => 'that its variables make';
    if (!isComment(row)) rows.push(new RowParser(i + 1, quote, options.extraSubtypes).parse(row));
  });
  return layOut(rows, options);
}

/**
 * Returns the table as a CSV file, in the very text of the official tool.
 *
 * @throws NvsError `table/invalid` when a label would be read back as something else
 */
export function formatPartitionCsv(
  table: PartitionTable,
  options: { readonly extraSubtypes?: readonly ExtraSubtype[] } = {},
): string {
  const rows = table.map((row) => formatRow(row, options.extraSubtypes));
  return ['# ESP-IDF Partition Table', '# Name, Type, SubType, Offset, Size, Flags', ...rows, ''].join('\n');
}

function isComment(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** Reads one row, whose line every error names. */
class RowParser {
  readonly #line: number;
  readonly #quote: (field: string) => string;
  readonly #extra: readonly ExtraSubtype[];

  constructor(line: number, quote: (field: string) => string, extra: readonly ExtraSubtype[] = []) {
    this.#line = line;
    this.#quote = quote;
    this.#extra = extra;
  }

  parse(text: string): OpenRow {
    const [label = '', typeText = '', subtypeText = '', offset = '', size = '', flags = ''] = text
      .split(',', 6)
      .map((field) => field.trim());
    if (typeText === '') throw this.#error('type', 'the type is missing');
    const type = this.#keyword('type', typeText, partitionTypes);
    const subtype = this.#subtype(type, subtypeText);
    return {
      line: this.#line,
      partition: { label, type, subtype, flags: this.#flags(flags) },
      offset: isNotAsked(type, offset) ? undefined : this.#address(offset),
      size: isNotAsked(type, size) ? undefined : this.#address(size),
    };
  }

  #subtype(type: number, text: string): number {
    if (text !== '') return this.#keyword('subtype', text, subtypesOf(type, this.#extra));
    if (type === partitionTypes.app) throw this.#error('subtype', 'an app partition needs a subtype');
    // Whatever the type, the official tool takes the number of "undefined" of the type data.
    return subtypesOf(partitionTypes.data)['undefined'] ?? 0;
  }

  #keyword(rule: 'type' | 'subtype', text: string, words: Readonly<Record<string, number>>): number {
    const word = text.toLowerCase();
    const value = parseNumber(text) ?? (Object.hasOwn(words, word) ? words[word] : undefined);
    if (value !== undefined && value >= 0 && value <= 0xff) return value;
    const known = Object.keys(words).join(', ') || 'none';
    throw this.#error(
      rule,
      `the ${rule} ${this.#quote(text)} is neither a number below 256 nor a known word (${known})`,
    );
  }

  #address(text: string): number | undefined {
    if (text === '') return undefined;
    const value = parseNumber(text);
    if (value === undefined) throw this.#error('number', `the number ${this.#quote(text)} is none`);
    return value;
  }

  #flags(text: string): number {
    let flags = 0;
    for (const word of text.split(':').filter((part) => part !== '')) {
      if (word === 'encrypted' || word === 'readonly') flags |= partitionFlags[word];
      else throw this.#error('flag', `the flag ${this.#quote(word)} is not known`);
    }
    return flags;
  }

  #error(rule: TableRule, message: string): NvsError {
    return tableCsvError(rule, this.#line, message);
  }
}

/** Whether a row for bootloader or table says N/A in place of a number that would be ignored. */
function isNotAsked(type: number, text: string): boolean {
  const { bootloader, partition_table } = partitionTypes;
  return (type === bootloader || type === partition_table) && text.toUpperCase() === 'N/A';
}

function formatRow(
  { label, type, subtype, offset, size, flags }: Partition,
  extra: readonly ExtraSubtype[] | undefined,
): string {
  if (/[,\r\n$]|^#|^\s|\s$/.test(label)) {
    throw tableError('label-text', `the label "${label}" cannot be written to a CSV file`, { label });
  }
  const words = (['encrypted', 'readonly'] as const).filter((word) => flags & partitionFlags[word]);
  return [
    label,
    typeWord(type) ?? type,
    subtypeWord(type, subtype, extra) ?? subtype,
    hex(offset),
    formatSize(size),
    words.join(':'),
  ].join(',');
}
