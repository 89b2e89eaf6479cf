import { describe, expect, it } from 'vitest';
import { crc32 } from '../src/crc32.ts';

describe('crc32', () => {
  it('gives the values seen in the firmware', () => {
    expect(crc32(new Uint8Array())).toBe(0xffffffff);
    expect(crc32(new Uint8Array(100))).toBe(0xffffffff);
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xd202d277);
    expect(crc32(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x77d3d4d8);
  });

  it('goes on from the CRC of what went before', () => {
    const text = new TextEncoder().encode('123456789');
    expect(crc32(text.subarray(4), crc32(text.subarray(0, 4)))).toBe(crc32(text));
  });
});
