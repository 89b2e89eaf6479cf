import { existsSync } from 'node:fs';
import {
  beginsLikeTable,
  decodePartitionTable,
  defaultTableOffset,
  findTableProblems,
  type PartitionTable,
  parsePartitionCsv,
  partitionTypes,
  sectorSize,
  tableSectorSize,
  wellKnownTables,
} from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { factoryImage, withFactoryPartition } from '@esp-prov/virtual';
import { writeImage } from '@esp-prov/virtual/node';
import { invalidRequest, withFlashErrors } from '../../report/flash-error.ts';
import { makeOutput } from '../../report/output.ts';
import { tellPeople } from '../../terminal/printable.ts';
import { extraSubtypesOf } from './extra-subtypes.ts';
import { hex } from './image.ts';
import { readInput } from './list-file.ts';
import type { TableCommandOptions } from './table.ts';

/** Options of `esp-prov flash create`. */
export interface CreateOptions extends TableCommandOptions {
  readonly size: number;
  readonly table?: string;
  readonly bootloaderOffset: number;
  readonly factoryData?: boolean;
  /** Version of secure boot for which apps have to fit; without it, their size is not held against them. */
  readonly secure?: 'v1' | 'v2' | true;
  readonly force?: boolean;
}

/** Bytes of the largest flash chip that Espressif's tools know. */
const largestFlash = 128 * 1024 * 1024;

/** Makes a new image. */
export async function create(file: string, options: CreateOptions): Promise<void> {
  const { size, factoryData = false, force, json = false } = options;
  if (existsSync(file) && !force) {
    throw new ProvisioningError('host/file-unusable', `the file ${file} is already there; --force replaces it`);
  }
  if (size < 0x10000 || size > largestFlash || size % sectorSize !== 0) {
    throw invalidRequest(`a flash has 64 KiB to 128 MiB in whole sectors, not ${hex(size)}`);
  }
  const { rows: basis, binary, tableOffset } = await givenTable(options);
  if (tableOffset + tableSectorSize > size)
    throw invalidRequest(`the flash ends before its table at ${hex(tableOffset)}`);
  if (options.table !== undefined) checkTable(basis, { flashSize: size, tableOffset }, options.secure);
  const rows = factoryData ? withFactoryPartition(basis) : basis;
  const beyond = rows.find((row) => row.offset + row.size > size);
  if (beyond) tellPeople(`warning: the partition ${beyond.label} ends beyond the image, which is a beginning only`);
  const image = withFlashErrors(() => factoryImage({ size, table: rows, tableOffset }));
  // Byte for byte, with whatever signature it has and without an MD5 that it has not.
  if (binary && rows === basis) image.fill(0xff, tableOffset, tableOffset + tableSectorSize).set(binary, tableOffset);
  writeImage(file, image);
  makeOutput({ json }).result({ result: 'created', file, size }, `${file}: ${hex(size)} bytes`);
}

/** A table for a new image. */
interface NewTable {
  readonly rows: PartitionTable;
  readonly tableOffset: number;
  /** As it is flashed, where it was given so. */
  readonly binary?: Uint8Array;
}

async function givenTable(options: CreateOptions): Promise<NewTable> {
  const { table, bootloaderOffset, partitionTableOffset } = options;
  const extraSubtypes = extraSubtypesOf(options);
  const tableOffset = partitionTableOffset ?? defaultTableOffset;
  const content = table === undefined ? undefined : await readInput(table, 'table');
  const isBinary = content !== undefined && beginsLikeTable(content);
  if (extraSubtypes.length > 0 && (isBinary || content === undefined)) {
    const why = '--extra-partition-subtypes belongs to a table as CSV, given with --table';
    throw new ProvisioningError('usage/invalid-option', why);
  }
  if (content === undefined) {
    const rows = wellKnownTables.exampleReadme;
    const [first] = rows;
    if (!first || first.offset >= tableOffset + tableSectorSize) return { rows, tableOffset };
    throw invalidRequest(
      `the table of the example's README begins at ${hex(first.offset)}; give another one with --table`,
    );
  }
  if (!isBinary) {
    if (bootloaderOffset >= tableOffset) {
      throw invalidRequest(`the bootloader at ${hex(bootloaderOffset)} is not below the table at ${hex(tableOffset)}`);
    }
    const variables = process.env;
    const csvOptions = { bootloaderOffset, tableOffset, variables, extraSubtypes };
    return { rows: withFlashErrors(() => parsePartitionCsv(content, csvOptions)), tableOffset };
  }
  if (content.length > tableSectorSize) throw invalidRequest(`a table has at most ${hex(tableSectorSize)} bytes`);
  const rows = withFlashErrors(() => decodePartitionTable(content));
  return { rows, binary: content, tableOffset: partitionTableOffset ?? ownOffset(rows) ?? defaultTableOffset };
}

/** Returns where a table says that it is, if it has a row for itself. */
function ownOffset(rows: PartitionTable): number | undefined {
  return rows.find(({ type, subtype }) => type === partitionTypes.partition_table && subtype === 0)?.offset;
}

/** The rules of Espressif's tool. That apps have whole pages is one of today: a README of theirs shows another size. */
function checkTable(
  rows: PartitionTable,
  place: { readonly flashSize: number; readonly tableOffset: number },
  secure: CreateOptions['secure'],
): void {
  const problems = findTableProblems(rows, { ...place, secureBootV1: secure === 'v1' || secure === true });
  const fatal = problems.filter(
    ({ rule, severity }) => severity === 'error' && (secure !== undefined || rule !== 'size-alignment'),
  );
  for (const problem of problems) {
    if (!fatal.includes(problem)) tellPeople(`warning: ${problem.message}`);
  }
  if (fatal[0]) throw new ProvisioningError('flash/invalid-csv', fatal.map(({ message }) => message).join('; '));
}
