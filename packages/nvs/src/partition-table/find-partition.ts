import { partitionTypes, subtypesOf } from './keywords.ts';
import type { Partition, PartitionTable } from './partition.ts';

/** What to look for; an omitted member matches everything. */
export interface PartitionQuery {
  readonly label?: string;
  /** A number, or a word as in CSV files. */
  readonly type?: number | string;
  /** A number, or a word of the type. */
  readonly subtype?: number | string;
}

/** Returns the first partition that matches, as firmware would find it. */
export function findPartition(table: PartitionTable, query: PartitionQuery): Partition | undefined {
  return findPartitions(table, query)[0];
}

/** Returns all partitions that match, in the order of the table. */
export function findPartitions(table: PartitionTable, query: PartitionQuery): readonly Partition[] {
  const { label, type, subtype } = query;
  return table.filter(
    (row) =>
      (label === undefined || row.label === label) &&
      (type === undefined || row.type === numberOf(type, partitionTypes)) &&
      (subtype === undefined || row.subtype === numberOf(subtype, subtypesOf(row.type))),
  );
}

function numberOf(value: number | string, words: Readonly<Record<string, number>>): number | undefined {
  return typeof value === 'number' ? value : Object.hasOwn(words, value) ? words[value] : undefined;
}
