import { beginsLikeTable, decodePartitionTable, defaultTableOffset, formatPartitionCsv } from '@esp-prov/nvs';
import { readImage } from '@esp-prov/virtual/node';
import type { SubtypeOptions, TableOptions } from '../../options/table-options.ts';
import { withFlashErrors } from '../../report/flash-error.ts';
import { makeOutput } from '../../report/output.ts';
import { tellPeople } from '../../terminal/printable.ts';
import { extraSubtypesOf } from './extra-subtypes.ts';
import type { ReportOptions } from './image.ts';
import { hex, type PlacedTable, tableOf } from './image.ts';

/** Options of `esp-prov flash table`. */
export interface TableCommandOptions extends ReportOptions, TableOptions, SubtypeOptions {}

/** Prints the partition table of an image, or of a file with nothing else. */
export function table(file: string, options: TableCommandOptions): void {
  const { json = false } = options;
  const extraSubtypes = extraSubtypesOf(options);
  const { offset, rows } = findIn(readImage(file), options);
  // A label that no CSV file can hold, such as one with a comma, is a value of JSON all the same.
  const lines = json ? [] : withFlashErrors(() => formatPartitionCsv(rows, { extraSubtypes }).trimEnd().split('\n'));
  if (!json && offset !== defaultTableOffset && offset !== 0) {
    tellPeople(`the partition table is at ${hex(offset)}`);
  }
  makeOutput({ json }).result({ result: 'table', offset, partitions: rows }, lines);
}

/** A file that begins with a table is one by itself: a flash begins with a bootloader, or is erased there. */
function findIn(image: Uint8Array, options: TableCommandOptions): PlacedTable {
  if (options.partitionTableOffset !== undefined || !beginsLikeTable(image)) return tableOf(image, options);
  return { offset: 0, rows: withFlashErrors(() => decodePartitionTable(image)) };
}
