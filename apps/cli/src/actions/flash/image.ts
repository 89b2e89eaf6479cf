import { existsSync } from 'node:fs';
import {
  decodePartitionTable,
  defaultTableOffset,
  findPartition,
  findTableProblems,
  formatPartitionCsv,
  type Partition,
  type PartitionTable,
  parsePartitionCsv,
  sectorSize,
  tableSize,
  wellKnownTables,
} from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { factoryImage, withFactoryPartition } from '@esp-prov/virtual';
import { readImage, writeImage } from '@esp-prov/virtual/node';
import type { CreateOptions } from '../../commands/flash.ts';
import { makeOutput } from '../../output.ts';
import { tellPeople } from '../../printable.ts';
import { invalidRequest, withFlashErrors } from './flash-error.ts';

/** Makes a new image. */
export function create(file: string, options: CreateOptions): void {
  const { size, table, bootloaderOffset, factoryData = false, force, json = false } = options;
  if (existsSync(file) && !force) {
    throw new ProvisioningError('host/file-unusable', `the file ${file} is already there; --force replaces it`);
  }
  if (size < 0x10000 || size % sectorSize !== 0) {
    throw invalidRequest(`a flash has at least 64 KiB in whole sectors, not ${hex(size)}`);
  }
  const given =
    table === undefined ? undefined : withFlashErrors(() => parsePartitionCsv(readImage(table), { bootloaderOffset }));
  if (given) checkTable(given, size);
  const basis = given ?? wellKnownTables.exampleReadme;
  const rows = factoryData ? withFactoryPartition(basis) : basis;
  const beyond = rows.find((row) => row.offset + row.size > size);
  if (beyond) tellPeople(`warning: the partition ${beyond.label} ends beyond the image, which is a beginning only`);
  writeImage(file, factoryImage({ size, table: rows }));
  makeOutput({ json }).result({ result: 'created', file, size }, `${file}: ${hex(size)} octets`);
}

/** Prints the partition table. */
export function table(file: string, { json = false }: { json?: boolean }): void {
  const rows = tableOf(readImage(file));
  const csv = withFlashErrors(() => formatPartitionCsv(rows));
  makeOutput({ json }).result({ result: 'table', partitions: rows }, csv.trimEnd().split('\n'));
}

/**
 * The partition table of an image.
 *
 * @throws ProvisioningError `flash/not-bootable`
 */
export function tableOf(image: Uint8Array): PartitionTable {
  if (image.length < defaultTableOffset + tableSize) {
    const why = `the image ends at ${hex(image.length)}, before the end of its partition table at ${hex(defaultTableOffset)}`;
    throw new ProvisioningError('flash/not-bootable', why);
  }
  return withFlashErrors(() =>
    decodePartitionTable(image.subarray(defaultTableOffset, defaultTableOffset + tableSize)),
  );
}

/**
 * A partition of an image.
 *
 * @throws ProvisioningError `flash/invalid-request` that names the partitions that there are, or says that the image
 *   ends before it
 */
export function partitionOf(image: Uint8Array, label: string): Partition {
  const rows = tableOf(image);
  const found = findPartition(rows, { label });
  if (!found) {
    throw invalidRequest(`there is no partition ${label}; the table has ${rows.map((row) => row.label).join(', ')}`);
  }
  const end = found.offset + found.size;
  if (end <= image.length) return found;
  throw invalidRequest(`the partition ${label} ends at ${hex(end)}, the image at ${hex(image.length)}`);
}

/** A number as people write offsets. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The rules of Espressif's tool. That apps have whole pages is one of today: a README of theirs shows another size. */
function checkTable(rows: PartitionTable, flashSize: number): void {
  const problems = findTableProblems(rows, { flashSize });
  const fatal = problems.filter(({ rule, severity }) => severity === 'error' && rule !== 'size-alignment');
  for (const problem of problems) {
    if (!fatal.includes(problem)) tellPeople(`warning: ${problem.message}`);
  }
  if (fatal[0]) throw new ProvisioningError('flash/invalid-csv', fatal.map(({ message }) => message).join('; '));
}
