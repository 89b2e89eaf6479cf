import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FloatType,
  floatText,
  MemoryFlash,
  NvsStore,
  parseFloatText,
  readNvs,
  sectorSize,
} from '../../src/index.ts';
import { hex, jsonVector, vector } from '../support/vectors.ts';

interface Bits {
  readonly entries: readonly { readonly key: string; readonly type: FloatType; readonly bits: string }[];
}

const { entries } = jsonVector<Bits>('idf6/floats.json');
const image = vector('idf6/floats.bin');
const size = 3 * sectorSize;

function numberOf(type: FloatType, bits: string): number {
  const bytes = Buffer.from(bits, 'hex');
  return type === 'float' ? bytes.readFloatLE() : bytes.readDoubleLE();
}

describe('floats and doubles', () => {
  it.each(entries)('are read as firmware wrote them: $key', ({ key, type, bits }) => {
    const value = readNvs(image).get('ns1', key);
    expect(value?.type).toBe(type);
    expect(Object.is(value?.value, numberOf(type, bits))).toBe(true);
  });

  it('are written byte for byte as firmware writes them', () => {
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash);
    const numbers = entries.filter(({ key }) => !key.includes('nan'));
    for (const { key, type, bits } of numbers) store.set('ns1', key, { type, value: numberOf(type, bits) });
    // The namespace and all numbers; the two that firmware refuses come behind them.
    expect(hex(flash.read(64, 32 * (1 + numbers.length)))).toBe(
      hex(image.subarray(64, 64 + 32 * (1 + numbers.length))),
    );
  });

  it.each([
    ['float', Number.NaN],
    ['double', Number.NaN],
    ['float', 3.5e38],
    ['float', -Number.MAX_VALUE],
  ] as const)('are refused as %s: %d', (type, value) => {
    const flash = new MemoryFlash(size);
    expect(() => NvsStore.open(flash).set('ns', 'key', { type, value })).toThrow(RangeError);
    expect(readNvs(flash.image()).get('ns', 'key')).toBeUndefined();
  });

  it('that differ only in their sign are different values', () => {
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash);
    store.set('ns', 'key', { type: 'double', value: 0 });
    store.set('ns', 'key', { type: 'double', value: -0 });
    expect(Object.is(store.get('ns', 'key')?.value, -0)).toBe(true);
  });
});

describe('the text of a float', () => {
  it.each([
    ['float', 0.1, '0.10000000149011612', '0.1'],
    ['float', Math.fround(16777217), '16777216', '16777216'],
    ['float', 1.401298464324817e-45, '1.4e-45', '1e-45'],
    ['float', 3.4028234663852886e38, '3.4028235e38', '3.4028235e+38'],
    ['double', 5e-324, '5e-324', '5e-324'],
    ['double', -0, '-0.0', '-0'],
    ['float', Number.POSITIVE_INFINITY, '+Infinity', 'inf'],
    ['double', Number.NEGATIVE_INFINITY, '-INF', '-inf'],
  ] as const)('of %s %d is read, and printed in its shortest form', (type, value, text, shortest) => {
    const read = parseFloatText(type, text) as number;
    expect(Object.is(read, type === 'float' ? Math.fround(value) : value)).toBe(true);
    expect(floatText(type, read)).toBe(shortest);
  });

  it('is none of what firmware would not store, or not as it was typed', () => {
    for (const text of [
      '',
      ' ',
      'nan',
      '-nan',
      '1e400',
      '1e-400',
      '0x10',
      '1,5',
      '1.5.',
      'e5',
      '.',
      '--1',
      '1_0',
      '１',
    ]) {
      expect([text, parseFloatText('double', text)]).toEqual([text, undefined]);
    }
    expect(parseFloatText('float', '3.5e38')).toBeUndefined();
    expect(parseFloatText('float', '1e-46')).toBeUndefined();
    expect(parseFloatText('float', '-0e999')).toBe(-0);
    expect(parseFloatText('double', `1${'0'.repeat(1_000_000)}`)).toBeUndefined();
    expect(floatText('float', Number.NaN)).toBe('nan');
  });

  it('is read back as the same bits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(Object.is(parseFloatText('float', floatText('float', value)), value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(Object.is(parseFloatText('double', floatText('double', value)), value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
