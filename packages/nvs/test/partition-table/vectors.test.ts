import { describe, expect, test } from 'vitest';
import { bootLogLines } from '../../src/partition-table/boot-log.ts';
import { parseExtraSubtype } from '../../src/partition-table/extra-subtypes.ts';
import { decodePartitionTable, encodePartitionTable } from '../../src/partition-table/table-binary.ts';
import { formatPartitionCsv, parsePartitionCsv } from '../../src/partition-table/table-csv.ts';
import { findTableProblems } from '../../src/partition-table/validate-table.ts';
import { wellKnownTables } from '../../src/partition-table/well-known-tables.ts';
import { vectorNames, vectorText } from '../support/vector-texts.ts';
import { vector } from '../support/vectors.ts';

const names = vectorNames('partition-table')
  .filter((name) => name.endsWith('.csv'))
  .map((name) => name.slice(0, -4));

describe.each(names)('table %s of the official tool', (name) => {
  const image = vector(`partition-table/${name}.bin`);
  const csv = vectorText(`partition-table/${name}.csv`);
  const roundTrip = vectorText(`partition-table/${name}.roundtrip.txt`);

  test('comes out of its CSV byte for byte', () => {
    expect(encodePartitionTable(parsePartitionCsv(csv))).toEqual(image);
  });

  test('becomes the same CSV', () => {
    expect(formatPartitionCsv(decodePartitionTable(image))).toBe(roundTrip);
  });

  test('is the same again after CSV', () => {
    expect(encodePartitionTable(parsePartitionCsv(roundTrip))).toEqual(image);
  });

  test('has no problem', () => {
    expect(findTableProblems(decodePartitionTable(image)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('What a table refers to beyond itself is as with the official tool:', () => {
  test('words of the project', () => {
    const extraSubtypes = [parseExtraSubtype('data, homekit, 0x55')];
    const image = vector('partition-table/options/own_subtype.bin');
    const csv = vectorText('partition-table/options/own_subtype.csv');
    expect(encodePartitionTable(parsePartitionCsv(csv, { extraSubtypes }))).toEqual(image);
    expect(formatPartitionCsv(decodePartitionTable(image), { extraSubtypes })).toBe(
      vectorText('partition-table/options/own_subtype.roundtrip.txt'),
    );
  });

  test('variables', () => {
    const variables = { NVS_SIZE: '0x6000', APP_SIZE: '1M' };
    const csv = vectorText('partition-table/options/variables.csv');
    expect(encodePartitionTable(parsePartitionCsv(csv, { variables }))).toEqual(
      vector('partition-table/options/variables.bin'),
    );
  });

  test('another offset of the table itself', () => {
    const table = parsePartitionCsv(vectorText('partition-table/at_c000.csv'), { tableOffset: 0xc000 });
    expect(encodePartitionTable(table)).toEqual(vector('partition-table/at_c000.bin'));
    expect(findTableProblems(table, { tableOffset: 0xc000 })).toEqual([]);
  });
});

test('The MD5 can be left out', () => {
  const image = vector('partition-table/wifi_prov_mgr.nomd5.bin');
  const table = decodePartitionTable(image);
  expect(table).toEqual(decodePartitionTable(vector('partition-table/wifi_prov_mgr.bin')));
  expect(encodePartitionTable(table, { md5: false })).toEqual(image);
});

test('A table is read from where it lies in flash', () => {
  const flash = vector('device/flash_head_64k_provisioned.bin');
  expect(decodePartitionTable(flash.subarray(0x8000, 0x9000))[0]).toEqual({
    label: 'nvs',
    type: 1,
    subtype: 2,
    offset: 0x9000,
    size: 0x6000,
    flags: 0,
  });
});

test('Tables of ESP-IDF are known', () => {
  expect(encodePartitionTable(wellKnownTables.singleApp)).toEqual(vector('partition-table/singleapp.bin'));
  expect(encodePartitionTable(wellKnownTables.singleAppEncryptedNvs)).toEqual(
    vector('partition-table/singleapp_encr_nvs.bin'),
  );
  expect(encodePartitionTable(wellKnownTables.twoOta)).toEqual(vector('partition-table/two_ota.bin'));
  expect(encodePartitionTable(wellKnownTables.wifiProvMgr)).toEqual(vector('partition-table/seed.bin'));
  expect(encodePartitionTable(wellKnownTables.singleAppTee)).toEqual(vector('partition-table/singleapp_tee.bin'));
  expect(encodePartitionTable(wellKnownTables.twoOtaTee)).toEqual(vector('partition-table/two_ota_tee.bin'));
});

test.each(Object.entries(wellKnownTables))(
  '%s keeps the rules, but for the app size in the old README',
  (name, table) => {
    const rules = findTableProblems(table).map(({ rule }) => rule);
    expect(rules).toEqual(name === 'exampleReadme' ? ['size-alignment'] : []);
    expect(decodePartitionTable(encodePartitionTable(table))).toEqual(table);
  },
);

test('The bootloader prints the table of the README of the example', () => {
  expect(bootLogLines(wellKnownTables.exampleReadme)).toEqual([
    'Partition Table:',
    '## Label            Usage          Type ST Offset   Length',
    ' 0 nvs              WiFi data        01 02 00009000 00006000',
    ' 1 phy_init         RF data          01 01 0000f000 00001000',
    ' 2 factory          factory app      00 00 00010000 00124f80',
    'End of partition table',
  ]);
});

test('Every kind of partition has its usage in the log', () => {
  const usage = (type: number, subtype: number): string | undefined =>
    bootLogLines([{ label: 'é', type, subtype, offset: 0, size: 0, flags: 0 }])[2]
      ?.slice(19, 42)
      .trim();
  const all: readonly (readonly [number, number, string])[] = [
    [0, 0x10, 'OTA app'],
    [0, 0x1f, 'OTA app'],
    [0, 0x20, 'test app'],
    [0, 0x30, 'Unknown app'],
    [1, 0, 'OTA data'],
    [1, 4, 'NVS keys'],
    [1, 5, 'efuse'],
    [1, 3, 'Unknown data'],
    [2, 0, 'primary bootloader'],
    [2, 2, 'recovery bootloader'],
    [3, 1, 'ota partition_table'],
    [0x40, 0, 'unknown'],
  ];
  for (const [type, subtype, text] of all) expect(usage(type, subtype)).toContain(text);
});

test('A bootloader that is built for it names what belongs to the trusted execution environment', () => {
  const lines = (tee: boolean) => bootLogLines(wellKnownTables.twoOtaTee, { tee }).slice(2, 5);
  expect(lines(true)).toEqual([
    ' 0 tee_0            TEE app          00 30 00010000 00040000',
    ' 1 tee_1            TEE app          00 31 00050000 00040000',
    ' 2 tee_otadata      TEE OTA data     01 90 00090000 00002000',
  ]);
  expect(lines(false)).toEqual([
    ' 0 tee_0            Unknown app      00 30 00010000 00040000',
    ' 1 tee_1            Unknown app      00 31 00050000 00040000',
    ' 2 tee_otadata      Unknown data     01 90 00090000 00002000',
  ]);
});
