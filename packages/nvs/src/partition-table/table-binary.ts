import { md5 } from '@noble/hashes/legacy.js';
import type { Bytes } from '../flash.ts';
import { decodeUtf8, utf8 } from '../utf8.ts';
import { labelSize, type Partition, type PartitionTable, tableSize } from './partition.ts';
import { tableError } from './table-error.ts';

const slotSize = 32;
const partitionMagic = 0x50aa;
const md5Magic = 0xebeb;
const md5Offset = 16;

/**
 * Returns the table as it is flashed: rows, MD5, end marker, filled up to 0xC00 bytes.
 *
 * @param options - `md5: false` leaves the MD5 out, which every bootloader accepts
 * @throws NvsError `table/invalid` when there are too many rows, or numbers that a row has no room for
 */
export function encodePartitionTable(table: PartitionTable, options: { readonly md5?: boolean } = {}): Bytes {
  const { md5: withMd5 = true } = options;
  const slots = table.length + (withMd5 ? 1 : 0);
  if (slots * slotSize >= tableSize) {
    throw tableError('too-many', `${table.length} partitions do not fit into a table`, { partitions: table.length });
  }
  if (slots === 0) throw tableError('empty', 'a table without MD5 needs a partition');
  const image = new Uint8Array(tableSize).fill(0xff);
  table.forEach((row, i) => {
    encodeRow(image.subarray(i * slotSize, (i + 1) * slotSize), row);
  });
  if (withMd5) {
    const rows = image.subarray(0, table.length * slotSize);
    const slot = image.subarray(rows.length, rows.length + slotSize);
    slot.fill(md5Magic & 0xff, 0, 2);
    slot.set(md5(rows), md5Offset);
  }
  return image;
}

/**
 * Returns the rows of a table. Whatever follows the end marker is ignored, so a whole sector may be given.
 *
 * @param options - `verifyMd5: false` reads a table whose MD5 does not match
 * @throws NvsError `table/invalid` that names the rule
 */
export function decodePartitionTable(
  image: Uint8Array,
  options: { readonly verifyMd5?: boolean } = {},
): PartitionTable {
  const { verifyMd5 = true } = options;
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const rows: Partition[] = [];
  let hasMd5 = false;
  for (let at = 0; at + slotSize <= image.length; at += slotSize) {
    const slot = at / slotSize;
    const magic = view.getUint16(at, true);
    if (magic === 0xffff && image[at + 2] === 0xff && image[at + 3] === 0xff) {
      if (slot === 0) throw tableError('empty', 'there is no partition table');
      return rows;
    }
    // Rows behind it count as well, for the bootloader as for the official tool.
    if (magic === md5Magic) {
      if (hasMd5) throw tableError('md5-single', `slot ${slot} is a second MD5`, { slot });
      if (verifyMd5) checkMd5(image, at);
      hasMd5 = true;
    } else if (magic === partitionMagic) {
      rows.push(decodeRow(view, at));
    } else {
      const hex = magic.toString(16).padStart(4, '0');
      throw tableError('magic', `partition ${slot} has the invalid magic number 0x${hex}`, { slot, magic });
    }
  }
  if (image.length % slotSize !== 0) {
    throw tableError('length', `a table is a multiple of ${slotSize} bytes, not ${image.length}`);
  }
  throw tableError('end-marker', 'the table has no end marker');
}

function checkMd5(image: Uint8Array, at: number): void {
  const expected = md5(image.subarray(0, at));
  if (expected.every((byte, i) => byte === image[at + md5Offset + i])) return;
  throw tableError('md5', 'the MD5 of the table does not match its rows');
}

function encodeRow(slot: Uint8Array, { label, type, subtype, offset, size, flags }: Partition): void {
  inRange(label, 'type', type, 0xff);
  inRange(label, 'subtype', subtype, 0xff);
  inRange(label, 'offset', offset, 0xffffffff);
  inRange(label, 'size', size, 0xffffffff);
  inRange(label, 'flags', flags, 0xffffffff);
  const view = new DataView(slot.buffer, slot.byteOffset, slot.length);
  view.setUint16(0, partitionMagic, true);
  view.setUint8(2, type);
  view.setUint8(3, subtype);
  view.setUint32(4, offset, true);
  view.setUint32(8, size, true);
  slot.fill(0, 12, 12 + labelSize);
  slot.set(storedLabel(label), 12);
  view.setUint32(28, flags, true);
}

/**
 * Whether the first two bytes are those of a table with a row, by which Espressif's tool distinguishes a binary table
 * from CSV.
 */
export function beginsLikeTable(image: Uint8Array): boolean {
  return image[0] === (partitionMagic & 0xff) && image[1] === partitionMagic >> 8;
}

/**
 * Returns what fits of a label: 16 bytes, but no broken character at the end, which the official tool could not read
 * back.
 */
export function storedLabel(label: string): Bytes {
  let stored: Bytes = new Uint8Array(0);
  for (const character of label) {
    const longer = new Uint8Array([...stored, ...utf8(character)]);
    if (longer.length > labelSize) break;
    stored = longer;
  }
  return stored;
}

function inRange(label: string, field: string, value: number, highest: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= highest) return;
  throw tableError('range', `${field} ${value} of partition "${label}" is not within 0..${highest}`, { label, field });
}

function decodeRow(view: DataView, at: number): Partition {
  const stored = new Uint8Array(view.buffer, view.byteOffset + at + 12, labelSize);
  const end = stored.indexOf(0);
  const label = decodeUtf8(end < 0 ? stored : stored.subarray(0, end));
  if (label === undefined) {
    throw tableError('label-text', `the label of partition ${at / slotSize} is not UTF-8`, { slot: at / slotSize });
  }
  return {
    label,
    type: view.getUint8(at + 2),
    subtype: view.getUint8(at + 3),
    offset: view.getUint32(at + 4, true),
    size: view.getUint32(at + 8, true),
    flags: view.getUint32(at + 28, true),
  };
}
