import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  decodePartitionTable,
  defaultTableOffset,
  findPartition,
  formatPartitionCsv,
  NvsError,
  type Partition,
  type PartitionTable,
  parsePartitionCsv,
  sectorSize,
  tableSize,
} from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { factoryImage } from '@esp-prov/virtual';
import { changeImage, readImage, writeImage } from '@esp-prov/virtual/node';
import type { CreateOptions, PartOptions } from '../../commands/flash.ts';

/** Makes a new image. */
export function create(file: string, { size, table, force }: CreateOptions): void {
  if (existsSync(file) && !force)
    throw new ProvisioningError('host/file-unusable', `${file} is already there; --force replaces it`);
  if (size < 0x10000 || size % sectorSize !== 0)
    throw invalid(`a flash has at least 64 KiB in whole sectors, not ${hex(size)}`);
  const rows = table === undefined ? undefined : parsePartitionCsv(readFile(table));
  writeImage(file, factoryImage({ size, ...(rows ? { table: rows } : {}) }));
  process.stdout.write(`${file}: ${hex(size)} octets\n`);
}

/** Prints the partition table. */
export function table(file: string, { json }: { json?: boolean }): void {
  const rows = tableOf(readImage(file));
  process.stdout.write(json ? `${JSON.stringify({ result: 'table', partitions: rows })}\n` : formatPartitionCsv(rows));
}

/** Copies a part of the image into a file. */
export function read(file: string, output: string, options: PartOptions): void {
  const image = readImage(file);
  const { offset, size } = part(image, options, image.length - (options.offset ?? 0));
  writeFileSync(output, image.subarray(offset, offset + size));
  process.stdout.write(`${output}: ${hex(size)} octets from ${hex(offset)}\n`);
}

/** Copies a file into the image. */
export function write(file: string, input: string, options: PartOptions): void {
  const data = readFile(input);
  changeImage(file, (image) => {
    const { offset, size } = part(image, options, data.length);
    if (offset % sectorSize !== 0) throw unaligned('offset', offset);
    if (data.length > size) throw invalid(`${input} has ${hex(data.length)} octets, there is room for ${hex(size)}`);
    const changed = Uint8Array.from(image);
    changed.fill(0xff, offset, offset + Math.ceil(data.length / sectorSize) * sectorSize);
    changed.set(data, offset);
    return changed;
  });
}

/** Sets all bits of a region. */
export function eraseRegion(file: string, offset: number, size: number): void {
  if (offset % sectorSize !== 0) throw unaligned('address', offset);
  if (size % sectorSize !== 0 || size === 0) throw unaligned('size', size);
  changeImage(file, (image) => erased(image, offset, size));
  process.stdout.write(`erased ${hex(size)} octets from ${hex(offset)}\n`);
}

/** Sets all bits of a partition. */
export function erasePartition(file: string, label: string): void {
  changeImage(file, (image) => {
    const { offset, size } = partitionOf(image, label);
    return erased(image, offset, Math.ceil(size / sectorSize) * sectorSize);
  });
  process.stdout.write(`erased partition ${label}\n`);
}

/** Sets all bits of the image. */
export function eraseFlash(file: string): void {
  changeImage(file, (image) => new Uint8Array(image.length).fill(0xff));
  process.stdout.write('erased everything, the partition table included: it does not boot any more\n');
}

/**
 * The partition table of an image.
 *
 * @throws ProvisioningError `flash/not-bootable`
 */
export function tableOf(image: Uint8Array): PartitionTable {
  try {
    return decodePartitionTable(image.subarray(defaultTableOffset, defaultTableOffset + tableSize));
  } catch (cause) {
    if (!(cause instanceof NvsError)) throw cause;
    throw new ProvisioningError('flash/not-bootable', cause.message, { cause });
  }
}

/**
 * A partition of an image.
 *
 * @throws ProvisioningError `flash/invalid-request` that names the partitions that there are
 */
export function partitionOf(image: Uint8Array, label: string): Partition {
  const rows = tableOf(image);
  const found = findPartition(rows, { label });
  if (found) return found;
  throw invalid(`there is no partition ${label}; the table has ${rows.map((row) => row.label).join(', ')}`);
}

function part(image: Uint8Array, options: PartOptions, defaultSize: number): { offset: number; size: number } {
  const whole = options.partition === undefined ? undefined : partitionOf(image, options.partition);
  const offset = (whole?.offset ?? 0) + (options.offset ?? 0);
  const size = options.size ?? (whole ? whole.size - (options.offset ?? 0) : defaultSize);
  if (size >= 0 && offset + size <= image.length) return { offset, size };
  throw invalid(`${hex(size)} octets from ${hex(offset)} are outside of the image of ${hex(image.length)}`);
}

function erased(image: Uint8Array, offset: number, size: number): Uint8Array {
  if (offset + size > image.length) {
    throw invalid(`${hex(size)} octets from ${hex(offset)} are outside of the image of ${hex(image.length)}`);
  }
  return Uint8Array.from(image).fill(0xff, offset, offset + size);
}

function unaligned(what: string, value: number): ProvisioningError {
  const below = Math.floor(value / sectorSize) * sectorSize;
  const above = below + sectorSize;
  return invalid(`the ${what} ${hex(value)} is no multiple of 0x1000; the nearest are ${hex(below)} and ${hex(above)}`);
}

function invalid(why: string): ProvisioningError {
  return new ProvisioningError('flash/invalid-request', why);
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ProvisioningError('host/file-unusable', `${path} cannot be read`, { cause, details: { path } });
  }
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
