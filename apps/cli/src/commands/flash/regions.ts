import { sectorSize } from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { changeImage, readImage, writeImage } from '@esp-prov/virtual/node';
import type { TableOptions } from '../../options/table-options.ts';
import { invalidRequest } from '../../report/flash-error.ts';
import { makeOutput } from '../../report/output.ts';
import type { ReportOptions } from './image.ts';
import { hex, partitionOf } from './image.ts';

/** Which part of an image is meant. */
export interface PartOptions extends ReportOptions, TableOptions {
  readonly partition?: string;
  readonly offset?: number;
  readonly size?: number;
}

/** Copies a part of the image into a file. */
export function read(file: string, output: string, options: PartOptions): void {
  const image = readImage(file);
  const { offset, size } = part(image, options, image.length - (options.offset ?? 0));
  // What is written may be an image too.
  writeImage(output, image.subarray(offset, offset + size));
  const text = `${output}: ${hex(size)} bytes from ${hex(offset)}`;
  makeOutput(report(options)).result({ result: 'read', file: output, offset, size }, text);
}

/** Copies a file into the image. */
export function write(file: string, input: string, options: PartOptions): void {
  if (options.partition === undefined && options.offset === undefined) {
    throw new ProvisioningError('usage/invalid-option', '--partition or --offset is missing');
  }
  const data = readImage(input);
  if (data.length === 0) throw invalidRequest(`the file ${input} is empty`);
  let place = { offset: 0, size: 0 };
  changeImage(file, (image) => {
    place = part(image, options, data.length);
    const { offset, size } = place;
    if (offset % sectorSize !== 0) throw unaligned('offset', offset);
    if (data.length > size)
      throw invalidRequest(`the file ${input} has ${hex(data.length)} bytes, there is room for ${hex(size)}`);
    const changed = Uint8Array.from(image);
    // Of a partition that is named as a whole nothing old stays, as with parttool: pages of NVS behind would count again.
    const isWhole = options.partition !== undefined && options.offset === undefined && options.size === undefined;
    const erased = isWhole ? size : data.length;
    changed.fill(0xff, offset, offset + Math.ceil(erased / sectorSize) * sectorSize);
    changed.set(data, offset);
    return changed;
  });
  const text = `${file}: ${hex(data.length)} bytes of ${input} at ${hex(place.offset)}`;
  const result = { result: 'written', file, offset: place.offset, size: data.length };
  makeOutput(report(options)).result(result, text);
}

/** Sets all bits of a region. */
export function eraseRegion(file: string, region: { offset: number; size: number }, options: ReportOptions): void {
  const { offset, size } = region;
  if (offset % sectorSize !== 0) throw unaligned('address', offset);
  if (size % sectorSize !== 0 || size === 0) throw unaligned('size', size);
  changeImage(file, (image) => erased(image, offset, size));
  const result = { result: 'erased', file, offset, size };
  makeOutput(report(options)).result(result, `erased ${hex(size)} bytes from ${hex(offset)}`);
}

/** Sets all bits of a partition. */
export function erasePartition(file: string, label: string, options: ReportOptions & TableOptions): void {
  let place = { offset: 0, size: 0 };
  changeImage(file, (image) => {
    const { offset, size } = partitionOf(image, label, options);
    if (offset % sectorSize !== 0) throw unaligned(`start of partition ${label},`, offset);
    place = { offset, size: Math.ceil(size / sectorSize) * sectorSize };
    return erased(image, place.offset, place.size);
  });
  const text = `erased partition ${label}: ${hex(place.size)} bytes from ${hex(place.offset)}`;
  makeOutput(report(options)).result({ result: 'erased', file, partition: label, ...place }, text);
}

/** Sets all bits of the image. */
export function eraseFlash(file: string, options: ReportOptions): void {
  let size = 0;
  changeImage(file, (image) => {
    size = image.length;
    return new Uint8Array(size).fill(0xff);
  });
  const text = 'erased everything, the partition table included: it does not boot any more';
  makeOutput(report(options)).result({ result: 'erased', file, offset: 0, size }, text);
}

function report({ json = false }: ReportOptions): { json: boolean } {
  return { json };
}

function part(image: Uint8Array, options: PartOptions, defaultSize: number): { offset: number; size: number } {
  if (options.partition === undefined && options.partitionTableOffset !== undefined) {
    throw new ProvisioningError('usage/invalid-option', '--partition-table-offset belongs to --partition');
  }
  const whole = options.partition === undefined ? undefined : partitionOf(image, options.partition, options);
  const offset = (whole?.offset ?? 0) + (options.offset ?? 0);
  const size = options.size ?? (whole ? whole.size - (options.offset ?? 0) : defaultSize);
  if (whole && (size < 0 || offset + size > whole.offset + whole.size)) {
    throw invalidRequest(
      `${hex(Math.max(0, size))} bytes from ${hex(offset)} are outside of ${whole.label}, which has ${hex(whole.size)} bytes from ${hex(whole.offset)}`,
    );
  }
  if (size >= 0 && offset + size <= image.length) return { offset, size };
  throw outside(image, offset, Math.max(0, size));
}

function erased(image: Uint8Array, offset: number, size: number): Uint8Array {
  if (offset + size > image.length) throw outside(image, offset, size);
  return Uint8Array.from(image).fill(0xff, offset, offset + size);
}

function outside(image: Uint8Array, offset: number, size: number): Error {
  return invalidRequest(`${hex(size)} bytes from ${hex(offset)} are outside of the image of ${hex(image.length)}`);
}

/** The numbers that would be right: below and above, but never none at all. */
function unaligned(what: string, value: number): Error {
  const below = Math.floor(value / sectorSize) * sectorSize;
  const above = below + sectorSize;
  if (what === 'size' && below === 0) {
    return invalidRequest(
      `the size ${hex(value)} is no multiple of ${hex(sectorSize)} above 0; the nearest is ${hex(above)}`,
    );
  }
  return invalidRequest(
    `the ${what} ${hex(value)} is no multiple of ${hex(sectorSize)}; the nearest are ${hex(below)} and ${hex(above)}`,
  );
}
