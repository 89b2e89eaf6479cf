import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkNvsImage } from '../../src/checker/check-image.ts';
import type { NvsFinding, NvsFindingKind } from '../../src/checker/nvs-finding.ts';
import { decodeKeyPartition } from '../../src/encryption/nvs-keys.ts';
import { xtsEntryCipher } from '../../src/encryption/xts-entry-cipher.ts';
import { ImageWriter } from '../../src/generator/image-writer.ts';
import { nvsRulesOf } from '../../src/nvs-rules.ts';
import type { EntryCipher } from '../../src/pages/entry-cipher.ts';
import { encodeItem, indexPayload, itemTypes, noChunk } from '../../src/pages/item.ts';
import { vectorNames } from '../support/vector-texts.ts';
import { vector } from '../support/vectors.ts';

const kinds = (findings: readonly NvsFinding[]): readonly NvsFindingKind[] => findings.map(({ kind }) => kind);
const check = (name: string): readonly NvsFindingKind[] => kinds(checkNvsImage(vector(name)));

describe('Images that firmware or the official tools made', () => {
  const good = [
    ...['all_types', 'all_types_v1', 'multipage_blob', 'multi_ns', 'wifi_station'].map((name) => `gen/${name}.bin`),
    ...vectorNames('device')
      .filter((name) => name.endsWith('.bin') && !name.startsWith('flash'))
      .map((name) => `device/${name}`),
    ...vectorNames('mfg/out/bin').map((name) => `mfg/out/bin/${name}`),
    // Firmware leaves pages of random content alone until it needs them.
    ...vectorNames('powerfail')
      .filter((name) => /\.after\./.test(name) && !/^(zeros|garbage)/.test(name))
      .map((name) => `powerfail/${name}`),
  ];
  test.each(good)('%s is without errors', (name) => {
    expect(checkNvsImage(vector(name)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('Namespaces without keys, and types that are new, are warnings', () => {
    expect(check('gen/multi_ns.bin')).toEqual(['namespace-unused']);
    expect(check('device/unprovisioned.bin')).toEqual(['namespace-unused']);
    expect(check('device/all_types_master.bin')).toEqual(['entry-type-new']);
    const held = (release: string) =>
      checkNvsImage(vector('idf6/floats.bin'), { rules: nvsRulesOf(release) }).map(
        ({ kind, severity, entries }) => `${severity} ${kind} ${entries}`,
      );
    expect(held('v5.2')).toEqual(['warning entry-type-new 13']);
    expect(held('v6.0.2')).toEqual(['error entry-type-new 13']);
    expect(held('v6.1')).toEqual([]);
  });

  test('An encrypted image is good with its keys, and noise without', () => {
    const image = vector('gen/multipage_blob_enc.bin');
    const cipher = xtsEntryCipher(decodeKeyPartition(vector('gen/keys_flash_enc.bin')));
    expect(checkNvsImage(image, { cipher })).toEqual([]);
    expect(checkNvsImage(image).map(({ kind, page, entries }) => [kind, page, entries])).toEqual([
      ['entry-crc', 0, 126],
      ['entry-crc', 1, 126],
      ['entry-crc', 2, 37],
    ]);
  });
});

test.each<[string, readonly NvsFindingKind[]]>([
  ['blob_data_crc_bad', ['data-crc']],
  ['blob_delete_orphan', ['chunk-without-index']],
  ['blob_index_without_chunk', ['chunk-missing']],
  ['blob_update_index_unmarked', ['entry-unmarked', 'chunk-without-index']],
  ['dup_across_pages', ['duplicate']],
  ['entry_crc_bad', ['entry-crc']],
  ['garbage', ['page-crc', 'page-crc', 'page-crc']],
  ['gc_copy_entry_half', ['page-freeing', 'entry-unmarked']],
  ['gc_copy_done', ['page-freeing']],
  ['gc_new_header_done', ['page-freeing']],
  ['gc_full_marked', []],
  ['hdr_crc_bad', ['page-crc']],
  ['hdr_version_1', []],
  ['hdr_version_newer', ['page-version']],
  ['no_free_page', ['no-blank-page']],
  ['state_illegal_01', ['entry-state']],
  ['str_update_data_half', ['data-state']],
  ['two_active', ['pages-active']],
  ['u8_update_dup', ['duplicate']],
  ['uninit_not_blank', ['blank-page-dirty']],
])('After the cut %s this is found', (name, expected) => {
  expect(check(`powerfail/${name}.before.bin`)).toEqual(expected);
});

describe('Damage', () => {
  const blob = Uint8Array.from({ length: 5000 }, (_, i) => i);
  const made = (): ImageWriter => {
    const writer = new ImageWriter({ size: 0x4000 });
    const namespace = writer.namespace('ns');
    writer.write(namespace, 'a', { type: 'u8', value: 1 });
    writer.write(namespace, 's', { type: 'string', value: 'text' });
    writer.write(namespace, 'b', { type: 'blob', value: blob });
    return writer;
  };
  const changed = (change: (image: Uint8Array) => void): readonly NvsFinding[] => {
    const image = made().image.slice();
    change(image);
    return checkNvsImage(image);
  };

  test('None, none found', () => {
    expect(changed(() => undefined)).toEqual([]);
  });

  test('A finding names its place and what to do', () => {
    const [finding] = changed((image) => image.set([1], 64 + 32 + 31));
    expect(finding).toEqual({
      kind: 'entry-crc',
      severity: 'error',
      page: 0,
      entry: 1,
      entries: 1,
      offset: 96,
      message: 'entry 1 of page 0 has a wrong CRC',
      remedy: expect.stringContaining('write the value again'),
    });
  });

  test.each<[NvsFindingKind, (image: Uint8Array) => void]>([
    ['entry-blank', (image) => image.fill(0xff, 96, 128)],
    ['data-crc', (image) => image.set([0], 64 + 3 * 32)],
    ['data-state', (image) => image.set([0b00101010], 32)],
    ['entry-state', (image) => image.set([0b10100110], 32)],
    ['entry-unmarked', (image) => image.fill(0, 0x2000 - 32, 0x2000)],
    ['page-state', (image) => image.set([0xf0], 0)],
    ['sequence-twice', (image) => image.set(image.slice(4, 32), 0x1004)],
    ['blank-page-dirty', (image) => image.set([0], 0x3800)],
  ])('%s', (kind, change) => {
    expect(kinds(changed(change))).toContain(kind);
  });

  const item = {
    namespaceIndex: 1,
    type: itemTypes.u8,
    span: 1,
    chunkIndex: noChunk,
    key: 'x',
    payload: new Uint8Array(8),
  };
  const placed = (entry: Uint8Array): readonly NvsFinding[] => changed((image) => image.set(entry, 96));
  test.each<[NvsFindingKind, Uint8Array]>([
    ['entry-type', encodeItem({ ...item, type: 0x99 })],
    ['entry-type-new', encodeItem({ ...item, type: 0x24 })],
    ['entry-span', encodeItem({ ...item, span: 2 })],
    ['entry-span', encodeItem({ ...item, type: itemTypes.string, span: 200 })],
    ['namespace-undefined', encodeItem({ ...item, namespaceIndex: 9 })],
    [
      'namespace-index-shared',
      encodeItem({ ...item, namespaceIndex: 0, payload: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0) }),
    ],
    ['duplicate', encodeItem({ ...item, key: 's' })],
    ['duplicate', encodeItem({ ...item, key: 'b' })],
    ['chunk-missing', encodeItem({ ...item, type: itemTypes.blobIndex, payload: indexPayload(1, 1, 0) })],
    ['blob-size', encodeItem({ ...item, type: itemTypes.blobIndex, payload: indexPayload(1, 0, 0) })],
  ])('%s of an entry with a good CRC', (kind, entry) => {
    expect(kinds(placed(entry))).toContain(kind);
  });

  test('The size of a partition', () => {
    expect(kinds(checkNvsImage(new Uint8Array(0)))).toEqual(['partition-size']);
    expect(kinds(checkNvsImage(new Uint8Array(0x3001).fill(0xff)))).toEqual(['partition-size']);
    expect(kinds(checkNvsImage(new Uint8Array(0x2000).fill(0xff)))).toEqual(['partition-size']);
    expect(checkNvsImage(made().image.subarray(0, 0x2000), { readonly: true })).toEqual([]);
  });

  test('Any change of a good image is looked at without failing, and named where it counts', () => {
    fc.assert(
      fc.property(fc.nat(0x1fff), fc.nat(0xff), (at, byte) => {
        const found = changed((image) => image.set([byte], at));
        const image = made().image;
        if (image[at] === byte) expect(found).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test('Any bytes are checked, and no entry is looked into twice', () => {
  let opened = 0;
  const cipher: EntryCipher = {
    seal: (_, entry) => Uint8Array.from(entry),
    open(_, entry) {
      opened++;
      return Uint8Array.from(entry);
    },
  };

  const page = fc.tuple(fc.constantFrom(0xff, 0xfe, 0xfc, 0xf8, 0), fc.uint8Array({ maxLength: 300 }), fc.nat(4000));
  fc.assert(
    fc.property(fc.array(page, { maxLength: 4 }), fc.boolean(), (pages, good) => {
      const image = good ? vector('device/provisioned.bin').slice() : new Uint8Array(pages.length * 4096).fill(0xff);
      pages.forEach(([state, bytes, at], i) => {
        image[i * 4096] = state;
        image.set(bytes.subarray(0, 4096 - at), i * 4096 + at);
      });
      opened = 0;
      for (const { page: number = 0, offset = 0 } of checkNvsImage(image, { cipher })) {
        expect(Math.floor(offset / 4096)).toBe(number);
      }
      expect(opened).toBeLessThanOrEqual((image.length / 4096) * 126);
    }),
    { numRuns: 60 },
  );
  // A megabyte of noise has no page worth a look; one of pages in use has as many entries as fit.
  opened = 0;
  checkNvsImage(new Uint8Array(0x100000).fill(0xaa), { cipher });
  expect(opened).toBe(0);
  const full = new Uint8Array(0x100000);
  for (let at = 0; at < full.length; at += 4096) full.set(vector('device/provisioned.bin').subarray(0, 4096), at);
  checkNvsImage(full, { cipher });
  expect(opened).toBeGreaterThan(0);
  expect(opened).toBeLessThanOrEqual(256 * 126);
});
