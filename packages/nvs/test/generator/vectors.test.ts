import { expect, test } from 'vitest';
import { decodeKeyPartition, deriveNvsKeys } from '../../src/encryption/nvs-keys.ts';
import { xtsEntryCipher } from '../../src/encryption/xts-entry-cipher.ts';
import { type GenerateOptions, generateNvsImage } from '../../src/generator/generate-image.ts';
import { formatNvsCsv, parseNvsCsv } from '../../src/generator/nvs-csv.ts';
import { firstDifference } from '../support/first-difference.ts';
import { vectorText } from '../support/vector-texts.ts';
import { vector } from '../support/vectors.ts';

const readFile = (name: string): Uint8Array => vector(`gen/${name}`);
const flashKeys = xtsEntryCipher(decodeKeyPartition(vector('gen/keys_flash_enc.bin')));
const hmacKeys = xtsEntryCipher(deriveNvsKeys(vector('gen/hmac_key.bin')));

test.each<[string, string, Partial<GenerateOptions>]>([
  ['all_types', 'all_types', {}],
  ['all_types', 'all_types_v1', { version: 1 }],
  ['all_types', 'all_types_enc', { cipher: flashKeys }],
  ['all_types', 'all_types_enc_hmac', { cipher: hmacKeys }],
  ['multipage_blob', 'multipage_blob', {}],
  ['multipage_blob', 'multipage_blob_enc', { cipher: flashKeys }],
  ['wifi_station', 'wifi_station', {}],
])('%s.csv becomes %s.bin of nvs_partition_gen', (csv, image, options) => {
  const expected = vector(`gen/${image}.bin`);
  const rows = parseNvsCsv(vectorText(`gen/${csv}.csv`));
  expect(firstDifference(generateNvsImage(rows, { size: expected.length, readFile, ...options }), expected)).toBe(
    undefined,
  );
});

test('A namespace that is named again is selected again, which nvs_partition_gen gets wrong', () => {
  const expected = vector('gen/multi_ns.bin');
  const image = generateNvsImage(parseNvsCsv(vectorText('gen/multi_ns.csv')), { size: expected.length });
  const different = [...image.keys()].filter((at) => image[at] !== expected[at]);
  const entry = new Set(different.map((at) => (at - 64) >> 5));
  expect(entry).toEqual(new Set([7]));
  expect(image[64 + 7 * 32]).toBe(1);
  expect(expected[64 + 7 * 32]).toBe(3);
});

test('Rows survive a CSV file', () => {
  const rows = parseNvsCsv(vectorText('gen/all_types.csv')).map(({ line: _, ...row }) => row);
  expect(parseNvsCsv(formatNvsCsv(rows)).map(({ line: _, ...row }) => row)).toEqual(rows);
});
