import { utf8 } from '../utf8.ts';
import { partitionSubtypes, partitionTypes, subtypesOf } from './keywords.ts';
import { isPrimary, offsetAlignment } from './layout.ts';
import { hex } from './number-text.ts';
import {
  defaultTableOffset,
  labelSize,
  type Partition,
  type PartitionTable,
  partitionFlags,
  tableSectorSize,
} from './partition.ts';
import { storedLabel } from './table-binary.ts';
import { type TableRule, tableError } from './table-error.ts';

/** A rule that a table breaks, or something in it that looks like a mistake. */
export interface TableProblem {
  readonly rule: TableRule;
  /** A warning leaves the table usable. */
  readonly severity: 'error' | 'warning';
  /** Labels of the partitions concerned. */
  readonly labels: readonly string[];
  readonly message: string;
}

/** What a table is measured against. */
export interface ValidationOptions {
  /** Where the table itself is. */
  readonly tableOffset?: number;
  /** Bytes of the flash chip, where known. */
  readonly flashSize?: number;
  /** Secure boot version 1 signs apps in units of 64 KiB. */
  readonly secureBootV1?: boolean;
}

/**
 * Checks a table by the rules of the official generator.
 *
 * @throws NvsError `table/invalid` for the first rule that is broken, with `rule` and `label`
 */
export function validatePartitionTable(table: PartitionTable, options: ValidationOptions = {}): void {
  const problem = findTableProblems(table, options).find(({ severity }) => severity === 'error');
  if (problem) throw tableError(problem.rule, problem.message, { label: problem.labels[0] ?? '' });
}

/** Returns everything that is wrong with a table or looks so, row by row, then what concerns several rows. */
export function findTableProblems(table: PartitionTable, options: ValidationOptions = {}): readonly TableProblem[] {
  return [
    ...table.flatMap((row) => [...rowErrors(row, options), ...rowWarnings(row)]),
    ...duplicates(table),
    ...overlaps(table, options),
    ...otaData(table, 'ota', 'otadata-single', 'otadata-size'),
    ...otaData(table, 'tee_ota', 'tee-otadata-single', 'tee-otadata-size'),
    ...beyondFlash(table, options),
  ];
}

function error(rule: TableRule, rows: readonly Partition[], message: string): TableProblem {
  return { rule, severity: 'error', labels: rows.map(({ label }) => label), message };
}

function* rowErrors(row: Partition, { secureBootV1 = false }: ValidationOptions): Iterable<TableProblem> {
  const { label, type, subtype, offset, size, flags } = row;
  const data = type === partitionTypes.data;
  const alignment = offsetAlignment(type);
  if (offset % alignment !== 0) {
    yield error(
      'offset-alignment',
      [row],
      `offset ${hex(offset)} of "${label}" is not a multiple of ${hex(alignment)}`,
    );
  }
  const unit = secureBootV1 ? 0x10000 : 0x1000;
  if (type === partitionTypes.app && size % unit !== 0) {
    yield error('size-alignment', [row], `size ${hex(size)} of "${label}" is not a multiple of ${hex(unit)}`);
  }
  const readonly = (flags & partitionFlags.readonly) !== 0;
  const { ota, coredump, nvs } = partitionSubtypes.data;
  if (readonly && data && (subtype === ota || subtype === coredump)) {
    yield error('never-readonly', [row], `"${label}" is written by firmware and cannot be readonly`);
  }
  if (!readonly && data && subtype === nvs && size < 0x3000) {
    yield error('small-nvs-readonly', [row], `"${label}" is smaller than 0x3000 and must therefore be readonly`);
  }
}

function* rowWarnings({ label, type, subtype, flags }: Partition): Iterable<TableProblem> {
  const warning = (rule: TableRule, message: string): TableProblem => ({
    rule,
    severity: 'warning',
    labels: [label],
    message,
  });
  const types: Readonly<Record<string, number>> = partitionTypes;
  if (Object.hasOwn(types, label) && types[label] !== type) {
    yield warning('label-is-keyword', `"${label}" is the name of a type, but not of this partition's`);
  }
  const named = Object.values(partitionSubtypes).some((words) => Object.hasOwn(words, label));
  if (named && subtypesOf(type)[label] !== subtype) {
    yield warning('label-is-keyword', `"${label}" is the name of a subtype, but not of this partition's`);
  }
  if (utf8(label).length > labelSize) {
    yield warning('label-cut', `"${label}" is longer than ${labelSize} bytes and will be cut`);
  }
  const unknown = (flags & ~(partitionFlags.encrypted | partitionFlags.readonly)) >>> 0;
  if (unknown !== 0) yield warning('flags-unknown', `"${label}" has unknown flags ${hex(unknown)}`);
}

/** Yields labels that occur twice, compared as stored: firmware sees the first 16 bytes only. */
function* duplicates(table: PartitionTable): Iterable<TableProblem> {
  const seen = new Map<string, Partition>();
  for (const row of table) {
    const stored = storedLabel(row.label).join();
    const other = seen.get(stored);
    if (other) yield error('label-unique', [other, row], `two partitions are called "${row.label}"`);
    seen.set(stored, row);
  }
}

function* overlaps(
  table: PartitionTable,
  { tableOffset = defaultTableOffset }: ValidationOptions,
): Iterable<TableProblem> {
  const first = tableOffset + tableSectorSize;
  let last: Partition | undefined;
  for (const row of [...table].sort((a, b) => a.offset - b.offset)) {
    if (!isPrimary(row) && row.offset < first) {
      yield error('below-table', [row], `offset ${hex(row.offset)} of "${row.label}" is below ${hex(first)}`);
    }
    if (last && row.offset < last.offset + last.size) {
      yield error('overlap', [last, row], `"${row.label}" at ${hex(row.offset)} overlaps "${last.label}"`);
    }
    if (!last || row.offset + row.size >= last.offset + last.size) last = row;
  }
}

function* otaData(
  table: PartitionTable,
  subtype: 'ota' | 'tee_ota',
  single: TableRule,
  size: TableRule,
): Iterable<TableProblem> {
  const number = partitionSubtypes.data[subtype];
  const rows = table.filter((row) => row.type === partitionTypes.data && row.subtype === number);
  if (rows.length > 1) yield error(single, rows, `there may be one partition of type data and subtype ${subtype}`);
  const [row] = rows;
  if (row && row.size !== 0x2000) yield error(size, [row], `"${row.label}" must have the size 0x2000`);
}

function* beyondFlash(table: PartitionTable, { flashSize }: ValidationOptions): Iterable<TableProblem> {
  for (const row of table) {
    const end = row.offset + row.size;
    if (flashSize !== undefined && end > flashSize) {
      yield error('flash-size', [row], `"${row.label}" ends at ${hex(end)}, beyond the flash of ${hex(flashSize)}`);
    }
  }
}
