import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { halfBlockLines } from '../src/half-blocks.ts';

const dark = true;
const light = false;

describe('squares as half blocks', () => {
  test('are two rows a line, with one character for every pair', () => {
    const modules = [
      [dark, dark, light, light],
      [dark, light, dark, light],
      [light, dark, light, dark],
      [dark, dark, dark, dark],
    ];
    expect(halfBlockLines(modules, 0)).toEqual(['█▀▄ ', '▄█▄█']);
  });

  test('of an odd number get a row and a column of light', () => {
    const modules = [
      [dark, light, dark],
      [light, dark, light],
      [dark, light, dark],
    ];
    expect(halfBlockLines(modules, 0)).toEqual(['▀▄▀ ', '▀ ▀ ']);
    expect(halfBlockLines(modules, 2)).toEqual(['        ', '  ▀▄▀   ', '  ▀ ▀   ', '        ']);
  });

  test('are all there, at their places', () => {
    const square = fc.integer({ min: 1, max: 20 }).chain((size) => {
      const row = fc.array(fc.boolean(), { minLength: size, maxLength: size });
      return fc.tuple(fc.array(row, { minLength: size, maxLength: size }), fc.integer({ min: 0, max: 4 }));
    });
    fc.assert(
      fc.property(square, ([modules, border]) => {
        const lines = halfBlockLines(modules, border);
        for (let y = -border; y < modules.length + border; y++) {
          for (let x = -border; x < modules.length + border; x++) {
            const block = lines[(y + border) >> 1]?.[x + border] ?? '';
            const isDark = ((y + border) % 2 === 0 ? '▀█' : '▄█').includes(block);
            expect(isDark).toBe(modules[y]?.[x] ?? false);
          }
        }
      }),
    );
  });
});
