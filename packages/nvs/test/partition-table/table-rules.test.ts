// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of tables look like that.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExtraSubtype } from '../../src/partition-table/extra-subtypes.ts';
import { findPartition, findPartitions } from '../../src/partition-table/find-partition.ts';
import type { Partition, PartitionTable } from '../../src/partition-table/partition.ts';
import { decodePartitionTable, encodePartitionTable } from '../../src/partition-table/table-binary.ts';
import { formatPartitionCsv, parsePartitionCsv } from '../../src/partition-table/table-csv.ts';
import { findTableProblems, validatePartitionTable } from '../../src/partition-table/validate-table.ts';
import { wellKnownTables } from '../../src/partition-table/well-known-tables.ts';
import { nvsFailure, orNvsError } from '../support/nvs-failure.ts';

const row: Partition = { label: 'a', type: 0x40, subtype: 0, offset: 0x10000, size: 0x1000, flags: 0 };
const rules = (table: PartitionTable, options = {}): readonly string[] =>
  findTableProblems(table, options).map(({ rule }) => rule);

describe('CSV', () => {
  const one = (line: string, options = {}): Partition | undefined => parsePartitionCsv(line, options)[0];

  test('Numbers are decimal or hexadecimal, with suffixes of either case', () => {
    expect(
      parsePartitionCsv('a,0x40,0,0x10000,4K\nb,0X41,7,131072,1m').map(({ offset, size }) => [offset, size]),
    ).toEqual([
      [0x10000, 0x1000],
      [0x20000, 0x100000],
    ]);
  });

  test('Apps are aligned to 64 KiB, others to 4 KiB, and a negative size is an end', () => {
    expect(
      parsePartitionCsv('a,0x40,0,,1\nb,data,,,0x10\nc,app,test,,-0x30000').map(({ offset, size }) => [offset, size]),
    ).toEqual([
      [0x9000, 1],
      [0xa000, 0x10],
      [0x10000, 0x20000],
    ]);
  });

  test('Missing fields, flags, comments and blank lines are as the official tool takes them', () => {
    const table = parsePartitionCsv(
      '\ufeff# x\r\n  # $y\n\n keys , DATA , nvs_keys, , 4k , encrypted:readonly: \nu,data,,,4k,,,,',
    );
    expect(table).toEqual([
      { label: 'keys', type: 1, subtype: 4, offset: 0x9000, size: 0x1000, flags: 3 },
      { label: 'u', type: 1, subtype: 6, offset: 0xa000, size: 0x1000, flags: 0 },
    ]);
  });

  test('Variables come from the caller', () => {
    expect(one('a,0x40,0,$AT,$'.concat('{SIZE}'), { variables: { AT: '0x20000', SIZE: '8K' } })).toMatchObject({
      offset: 0x20000,
      size: 0x2000,
    });
  });

  test.each([
    ['a$B,0x40,0,0x10000,4K', 'ax'],
    ['$B$B,0x40,0,0x10000,4K', 'xx'],
    ['${B}b,0x40,0,0x10000,4K', 'xb'],
    ['$1,0x40,0,0x10000,4K', 'one'],
    ['$B-${ODD NAME}$,0x40,0,0x10000,4K', 'x-odd$'],
    ['$NESTED,0x40,0,0x10000,4K', '$B'],
    ['$ROW', 'whole'],
  ])('Variables are filled in once and anywhere: %s', (line, label) => {
    const variables = { B: 'x', 1: 'one', 'ODD NAME': 'odd', NESTED: '$B', ROW: 'whole,0x40,0,0x10000,4K' };
    expect(one(line, { variables })?.label).toBe(label);
  });

  test('A variable may make a line a comment, and in a comment it is not looked up', () => {
    expect(parsePartitionCsv('$OFF a row that is none\n# $UNKNOWN\n', { variables: { OFF: '#' } })).toEqual([]);
  });

  test.each(['$NO', '${NO}', '${}', '$constructor'])('The variable %s is not known', (text) => {
    expect(nvsFailure(() => one(`a,0x40,0,,${text}`))).toMatchObject({ rule: 'variable-unknown', line: 1 });
  });

  test('What a variable stands for is in no message', () => {
    for (const field of ['$S,0,,4K', '0x40,$S,,4K', '0x40,0,$S,4K', '0x40,0,,$S', '0x40,0,,4K,$S']) {
      const failure = nvsFailure(() => one(`a,${field}`, { variables: { S: 'hunter2' } }));
      expect(failure.code).toBe('csv/invalid');
      expect(failure.message).not.toContain('hunter2');
    }
  });

  test('Dollars that begin no name take no time, nor variables memory', () => {
    expect(nvsFailure(() => one('${'.repeat(30_000)))).toMatchObject({ rule: 'type' });
    expect(nvsFailure(() => one('${'.repeat(60_000)))).toMatchObject({ rule: 'too-long' });
    const variables = { A: 'x'.repeat(10_000) };
    expect(nvsFailure(() => one('$A'.repeat(60_000), { variables }))).toMatchObject({ rule: 'too-long', line: 1 });
  });

  test('Words of a project stand for subtypes, and are written again', () => {
    const extraSubtypes = [parseExtraSubtype('data, homekit, 0x55'), parseExtraSubtype('app,spare,e0')];
    const csv = 'a,data,HomeKit,0x9000,4K\nb,app,spare,0x10000,64K';
    const table = parsePartitionCsv(csv, { extraSubtypes });
    expect(table.map(({ subtype }) => subtype)).toEqual([0x55, 0xe0]);
    expect(formatPartitionCsv(table, { extraSubtypes })).toContain('a,data,homekit,0x9000,4K,');
    expect(formatPartitionCsv(table)).toContain('a,data,85,0x9000,4K,');
    expect(nvsFailure(() => parsePartitionCsv(csv))).toMatchObject({ rule: 'subtype', line: 1 });
  });

  test.each([
    '',
    'data',
    'data,homekit',
    'data,homekit,0x100',
    'data,homekit,-1',
    'data,homekit,zz',
    'data,homekit,1,2',
    'data,Home,0x55',
    'data,5,0x55',
    'toString,a,0x55',
    '0x40,a,0x55',
    'data,nvs,0x55',
    'data,mine,0x02',
    'data,here,0x57',
    'data,mine,0x56',
  ])('The subtype "%s" is refused', (text) => {
    const known = [parseExtraSubtype('data,here,0x56')];
    expect(nvsFailure(() => parseExtraSubtype(text, known))).toMatchObject({ code: 'csv/invalid', rule: 'subtype' });
  });

  test('Bootloader and table may have rows of their own', () => {
    const csv = 'boot,bootloader,primary\ntable,partition_table,primary\nspare,bootloader,ota\nnvs,data,nvs,,24K';
    expect(parsePartitionCsv(csv, { bootloaderOffset: 0x1000 }).map(({ offset, size }) => [offset, size])).toEqual([
      [0x1000, 0x7000],
      [0x8000, 0x1000],
      [0x9000, 0x7000],
      [0x10000, 0x6000],
    ]);
    expect(nvsFailure(() => parsePartitionCsv(csv))).toMatchObject({ rule: 'primary-bootloader-offset', line: 1 });
    for (const bootloaderOffset of [0x8000, 0x9000]) {
      const failure = nvsFailure(() => parsePartitionCsv('nvs,data,nvs,,24K', { bootloaderOffset }));
      expect(failure).toMatchObject({ code: 'table/invalid', rule: 'primary-bootloader-offset' });
    }
  });

  test('What is in one place only ignores what its row says, as the official tool does', () => {
    const csv = [
      'boot,bootloader,primary,N/A,N/A',
      'table,partition_table,primary,0x10000,2M',
      'nvs,data,nvs,,24K',
      'spare,bootloader,ota,n/a,4K,encrypted',
      'table2,partition_table,ota,0x20000,1',
      'recovery,bootloader,recovery,N/A,N/A',
    ].join('\n');
    const options = { bootloaderOffset: 0x1000, recoveryBootloaderOffset: 0x3f0000 };
    expect(parsePartitionCsv(csv, options).map(({ offset, size }) => [offset, size])).toEqual([
      [0x1000, 0x7000],
      [0x8000, 0x1000],
      [0x9000, 0x6000],
      [0xf000, 0x7000],
      [0x20000, 0x1000],
      [0x3f0000, 0x7000],
    ]);
    expect(one('r,bootloader,recovery,0x100000,', { bootloaderOffset: 0 })).toMatchObject({
      offset: 0x100000,
      size: 0x8000,
    });
    const unknown = () => parsePartitionCsv('r,bootloader,recovery', { bootloaderOffset: 0 });
    expect(nvsFailure(unknown)).toMatchObject({ rule: 'recovery-bootloader-offset', line: 1 });
    expect(nvsFailure(() => parsePartitionCsv('a,data,nvs,N/A,4K'))).toMatchObject({ rule: 'number' });
  });

  test.each([
    [
      'UTF-16 little-endian',
      [0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x36, 0, 0x34, 0, 0x2c, 0, 0x30, 0, 0x2c, 0, 0x2c, 0, 0x39, 0],
    ],
    [
      'UTF-16 big-endian',
      [0xfe, 0xff, 0, 0x61, 0, 0x2c, 0, 0x36, 0, 0x34, 0, 0x2c, 0, 0x30, 0, 0x2c, 0, 0x2c, 0, 0x39],
    ],
    ['UTF-32 little-endian', [0xff, 0xfe, 0, 0, ...[...'a,64,0,,9'].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])]],
    ['UTF-32 big-endian', [0, 0, 0xfe, 0xff, ...[...'a,64,0,,9'].flatMap((c) => [0, 0, 0, c.charCodeAt(0)])]],
    ['UTF-8', [0xef, 0xbb, 0xbf, ...[...'a,64,0,,9'].map((c) => c.charCodeAt(0))]],
  ])('A file may be %s', (_, bytes) => {
    expect(parsePartitionCsv(Uint8Array.from(bytes))).toMatchObject([{ label: 'a', type: 64, size: 9 }]);
  });

  test.each([
    ['a', 'type'],
    ['a,other', 'type'],
    ['a,256,0,,1', 'type'],
    ['a,app,,,1M', 'subtype'],
    ['a,data,factory,,1M', 'subtype'],
    ['a,0x40,word,,1M', 'subtype'],
    ['a,data,nvs', 'size-required'],
    ['a,data,nvs,x,1', 'number'],
    ['a,data,nvs,,010', 'number'],
    ['a,data,nvs,,1,fast', 'flag'],
    ['a,data,nvs,$AT,1', 'variable-unknown'],
    ['a,data,nvs,0x8000,1', 'overlap'],
    ['a,data,nvs,0x20000,-0x10000', 'range'],
  ])('The line "%s" breaks the rule %s', (line, rule) => {
    expect(nvsFailure(() => parsePartitionCsv(`#\n${line}`))).toMatchObject({ code: 'csv/invalid', rule, line: 2 });
  });

  test('Any text is a table or refused by name', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(',', '\n', 'a', 'app', 'data', '0x10', '1M', '-', 'ota', '#', '$', '"')),
        (parts) => {
          orNvsError(() => parsePartitionCsv(parts.join('')));
        },
      ),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        orNvsError(() => parsePartitionCsv(bytes));
      }),
      { numRuns: 100 },
    );
  });

  test('Labels that a line cannot carry are refused', () => {
    expect(nvsFailure(() => formatPartitionCsv([{ ...row, label: 'a,b' }]))).toMatchObject({ rule: 'label-text' });
  });
});

describe('Rules between rows', () => {
  const nvs = { ...row, label: 'nvs', type: 1, subtype: 2, size: 0x3000 };
  const ota = { ...row, label: 'otadata', type: 1, subtype: 0, size: 0x2000 };
  test.each<[string, PartitionTable, object?]>([
    ['offset-alignment', [{ ...row, offset: 0x10800 }]],
    ['offset-alignment', [{ ...row, type: 0, offset: 0x11000 }]],
    ['size-alignment', [{ ...row, type: 0, size: 0x800 }]],
    ['size-alignment', [{ ...row, type: 0, size: 0x1000 }], { secureBootV1: true }],
    ['never-readonly', [{ ...row, type: 1, subtype: 3, flags: 2 }]],
    ['small-nvs-readonly', [{ ...nvs, size: 0x2000 }]],
    ['label-unique', [row, { ...row, offset: 0x20000 }]],
    ['below-table', [{ ...row, offset: 0x8000 }]],
    ['below-table', [{ ...row, offset: 0x10000 }], { tableOffset: 0x10000 }],
    ['overlap', [row, { ...row, label: 'b' }]],
    ['otadata-single', [ota, { ...ota, label: 'b', offset: 0x20000 }]],
    ['otadata-size', [{ ...ota, size: 0x3000 }]],
    [
      'tee-otadata-single',
      [
        { ...ota, subtype: 0x90 },
        { ...ota, subtype: 0x90, label: 'b', offset: 0x20000 },
      ],
    ],
    ['tee-otadata-size', [{ ...ota, subtype: 0x90, size: 0x1000 }]],
    ['flash-size', [row], { flashSize: 0x10800 }],
  ])('%s', (rule, table, options = {}) => {
    expect(rules(table, options)).toEqual([rule]);
    expect(nvsFailure(() => validatePartitionTable(table, options))).toMatchObject({ code: 'table/invalid', rule });
  });

  test.each<[string, Partition]>([
    ['label-is-keyword', { ...row, label: 'nvs' }],
    ['label-is-keyword', { ...row, label: 'app' }],
    ['label-cut', { ...row, label: 'seventeen-bytes--' }],
    ['flags-unknown', { ...row, flags: 0x80000000 }],
  ])('%s is a warning', (rule, partition) => {
    expect(rules([partition])).toEqual([rule]);
    validatePartitionTable([partition]);
  });

  test('Rows that the generator accepts are accepted', () => {
    expect(
      rules([
        { ...row, label: '' },
        { ...nvs, offset: 0x20000, size: 0x1000, flags: 2 },
      ]),
    ).toEqual([]);
    expect(rules([{ ...row, label: 'boot', type: 2, offset: 0x1000 }])).toEqual([]);
  });
});

describe('Binary', () => {
  const image = encodePartitionTable([row]);
  const changed = (at: number, ...bytes: number[]): Uint8Array => {
    const copy = image.slice();
    copy.set(bytes, at);
    return copy;
  };
  test.each([
    ['empty', new Uint8Array(3072).fill(0xff)],
    ['magic', changed(0, 0)],
    ['md5', changed(5, 1)],
    ['end-marker', image.subarray(0, 64)],
    ['md5-single', changed(64, ...image.subarray(32, 64))],
    ['length', image.subarray(0, 70)],
    ['label-text', changed(12, 0xff)],
  ])('%s', (rule, bytes) => {
    expect(nvsFailure(() => decodePartitionTable(bytes))).toMatchObject({ code: 'table/invalid', rule });
  });

  test('Rows behind the MD5 count, as for the bootloader', () => {
    expect(decodePartitionTable(changed(64, ...image.subarray(0, 32)))).toEqual([row, row]);
  });

  test('A wrong MD5 can be overlooked', () => {
    expect(decodePartitionTable(changed(5, 2), { verifyMd5: false })).toMatchObject([{ offset: 0x10200 }]);
  });

  test('A label is cut between characters', () => {
    const [stored] = decodePartitionTable(encodePartitionTable([{ ...row, label: '123456789012345é' }]));
    expect(stored?.label).toBe('123456789012345');
  });

  test('There is room for 94 rows with the MD5, and for 95 without', () => {
    const many = (count: number): PartitionTable =>
      Array.from({ length: count }, (_, i) => ({ ...row, label: `${i}` }));
    expect(decodePartitionTable(encodePartitionTable(many(94)))).toHaveLength(94);
    expect(nvsFailure(() => encodePartitionTable(many(95)))).toMatchObject({ rule: 'too-many' });
    expect(decodePartitionTable(encodePartitionTable(many(95), { md5: false }))).toHaveLength(95);
    expect(nvsFailure(() => encodePartitionTable([], { md5: false }))).toMatchObject({ rule: 'empty' });
    expect(nvsFailure(() => encodePartitionTable([{ ...row, type: 256 }]))).toMatchObject({ rule: 'range' });
  });

  test('Any bytes are a table or refused by name', () => {
    const slot = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 30, maxLength: 30 }).map((rest) => Uint8Array.of(0xaa, 0x50, ...rest)),
      fc.constant(new Uint8Array(32).fill(0xff)),
    );
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 5 }), fc.uint8Array({ maxLength: 3 }), (slots, rest) => {
        const bytes = Uint8Array.from([...slots.flatMap((part) => [...part]), ...rest]);
        const table = orNvsError(() => decodePartitionTable(bytes));
        if (!table) return;
        findTableProblems(table);
        orNvsError(() => formatPartitionCsv(table));
      }),
      { numRuns: 200 },
    );
  });

  test('A table survives both forms', () => {
    const partition = fc.record({
      label: fc.stringMatching(/^[a-z][a-z_]{0,9}$/),
      type: fc.nat(0xff),
      subtype: fc.nat(0xff),
      offset: fc.nat(0x7fff).map((n) => n * 0x10000),
      size: fc.nat(0xffffffff),
      flags: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(partition, { minLength: 1, maxLength: 5 }), (table) => {
        expect(decodePartitionTable(encodePartitionTable(table))).toEqual(table);
        // For bootloader and table, CSV files give neither place nor size.
        const told = table.filter(({ type }) => type !== 2 && type !== 3);
        const single = told.slice(0, 1).map((first) => ({ ...first, offset: first.offset + 0x10000 }));
        expect(parsePartitionCsv(formatPartitionCsv(single))).toEqual(single);
      }),
      { numRuns: 200 },
    );
  });
});

test('Partitions are found by label, type and subtype', () => {
  const table = wellKnownTables.twoOta;
  expect(findPartition(table, { label: 'otadata' })?.offset).toBe(0xd000);
  expect(findPartition(table, { type: 'data', subtype: 'nvs' })?.label).toBe('nvs');
  expect(findPartitions(table, { type: 0 }).map(({ label }) => label)).toEqual(['factory', 'ota_0', 'ota_1']);
  expect(findPartition(table, { type: 'other' })).toBeUndefined();
});
