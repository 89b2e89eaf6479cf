import { describe, expect, test } from 'vitest';
import {
  encodePartitionTable,
  findTableOffset,
  MemoryFlash,
  type Partition,
  type PartitionTable,
  partitionTypes,
} from '../../src/index.ts';

const nvs: Partition = { label: 'nvs', type: 1, subtype: 2, offset: 0x11000, size: 0x6000, flags: 0 };
const own = (offset: number, subtype = 0): Partition => ({
  label: 'table',
  type: partitionTypes.partition_table,
  subtype,
  offset,
  size: 0x1000,
  flags: 0,
});

function found(parts: readonly (readonly [offset: number, table: PartitionTable])[], size = 0x20000) {
  const flash = new MemoryFlash(size);
  for (const [offset, table] of parts) flash.program(offset, encodePartitionTable(table));
  return findTableOffset(flash);
}

describe('A table is found', () => {
  test.each([0x8000, 0x9000, 0xc000, 0xf000, 0x10000])('at %i', (offset) => {
    expect(found([[offset, [nvs]]])).toBe(offset);
    expect(found([[offset, [own(offset), nvs]]])).toBe(offset);
  });

  test('where the chip would look first', () => {
    expect(
      found([
        [0x8000, [nvs]],
        [0xc000, [nvs]],
      ]),
    ).toBe(0x8000);
  });

  test('though its MD5 is wrong, so that this can be told', () => {
    const flash = new MemoryFlash(0x20000);
    flash.program(0xc000, encodePartitionTable([nvs]));
    flash.program(0xc00c, Uint8Array.of(0));
    expect(findTableOffset(flash)).toBe(0xc000);
  });
});

describe('No table is found', () => {
  test.each([0x7000, 0xb800, 0x11000])('at %i', (offset) => {
    expect(found([[offset, [nvs]]])).toBeUndefined();
  });

  test('in a copy, which lies in a partition of the table', () => {
    expect(found([[0x9000, [own(0x8000), own(0x9000, 1), nvs]]])).toBeUndefined();
    expect(found([[0xc000, [{ ...nvs, offset: 0x9000 }]]])).toBeUndefined();
    expect(found([[0xc000, [own(0x8000), nvs]]])).toBeUndefined();
  });

  test('where the image ends before, or holds noise that begins like one', () => {
    expect(findTableOffset(new MemoryFlash(0x8000))).toBeUndefined();
    const flash = new MemoryFlash(0x20000);
    flash.program(0xd000, Uint8Array.of(0xaa, 0x50, 1, 2, 3));
    for (let at = 0xd020; at < 0xe000; at += 4) flash.program(at, Uint8Array.of(1, 2, 3, 4));
    expect(findTableOffset(flash)).toBeUndefined();
  });
});
