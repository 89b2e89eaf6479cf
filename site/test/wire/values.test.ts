import { describe, expect, test } from 'vitest';
import { allValues } from '../../wire/all-values.mjs';
import { drawValues } from '../../wire/draw-values.mjs';

const tables = await allValues();

describe.each(tables)('the values $name', (table) => {
  test('are those that Espressif’s code computed, and drawn with their bytes', () => {
    const drawn = drawValues(table);
    for (const { bytes } of table.values) {
      const start = [...bytes.subarray(0, 16)].map((byte: number) => byte.toString(16).padStart(2, '0'));
      expect(drawn).toContain(start.join(' '));
    }
  });

  test('show another byte as a difference', () => {
    const values = table.values.filter(({ vector }: { vector: object }) => 'file' in vector);
    const reasons = table.values.filter(({ vector }) => 'none' in vector && vector.none !== '');
    expect(values.length + reasons.length).toBe(table.values.length);
    for (const value of values) {
      const bytes = Uint8Array.from(value.bytes);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      expect(() => drawValues({ ...table, values: [{ ...value, bytes }] })).toThrow(
        `Example ${table.name}, ${value.name}, offset 0: byte `,
      );
    }
  });
});
