import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkNvsImage } from '../../src/checker/check-image.ts';
import { xtsEntryCipher } from '../../src/encryption/xts-entry-cipher.ts';
import { ImageWriter } from '../../src/generator/image-writer.ts';
import { NvsError } from '../../src/nvs-error.ts';
import { readNvs } from '../../src/store/nvs-reader.ts';
import type { NvsValue } from '../../src/store/nvs-value.ts';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 70 }),
  fc
    .tuple(fc.nat(9000), fc.nat(255))
    .map(([length, seed]) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed) & 0xff)),
);
const value: fc.Arbitrary<NvsValue> = fc.oneof(
  fc.nat(0xff).map((number): NvsValue => ({ type: 'u8', value: number })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((number): NvsValue => ({ type: 'i64', value: number })),
  fc
    .string({ maxLength: 100 })
    .filter((text) => !text.includes('\0'))
    .map((text): NvsValue => ({ type: 'string', value: text })),
  fc.nat(3999).map((length): NvsValue => ({ type: 'string', value: 's'.repeat(length) })),
  bytes.map((blob): NvsValue => ({ type: 'blob', value: Uint8Array.from(blob) })),
);
const cipher = xtsEntryCipher({ dataKey: new Uint8Array(32).fill(1), tweakKey: new Uint8Array(32).fill(2) });

test('What is written is read, and nothing is wrong with the image', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), fc.boolean(), (values, encrypted) => {
      const options = encrypted ? { cipher } : {};
      const writer = new ImageWriter({ size: 0x10000, ...options });
      const written: NvsValue[] = [];
      for (const [i, item] of values.entries()) {
        try {
          writer.write(writer.namespace(`ns${i % 3}`), `k${i}`, item);
        } catch (error) {
          if (error instanceof NvsError && error.code === 'nvs/no-space') return;
          throw error;
        }
        written.push(item);
      }
      const reader = readNvs(writer.image, options);
      expect(written.map((_, i) => reader.get(`ns${i % 3}`, `k${i}`))).toEqual(written);
      expect(checkNvsImage(writer.image, options)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
