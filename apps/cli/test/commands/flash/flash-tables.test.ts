import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';

const tables = fileURLToPath(new URL('../../../../../test/vectors/nvs/partition-table/', import.meta.url));
const atC000 = ['--partition-table-offset', '0xC000'];
const homekit = ['--extra-partition-subtypes', 'data, homekit, 0x55'];

/** The table in an image, as it is flashed. */
const flashed = (image: string, offset = 0x8000) => readFileSync(image).subarray(offset, offset + 0xc00);

async function expectDone(args: readonly string[], options = {}): Promise<string> {
  const ended = await run(args, options);
  expect(ended).toMatchObject({ code: 0 });
  return ended.stdout;
}

describe.concurrent('a partition table at 0xC000', { timeout: testTimeoutMs }, () => {
  test('is used by every command on the image without being named', async () => {
    using scratch = new Scratch();
    const [image, part] = [scratch.path('dev.bin'), scratch.path('part.bin')];
    // Without the row for keys, which firmware would have to make first.
    const csv = scratch.path('table.csv');
    writeFileSync(csv, readFileSync(`${tables}at_c000.csv`, 'utf8').replace(/^nvs_keys.*\n/m, ''));
    await expectDone(['flash', 'create', image, '--table', csv, ...atC000]);
    const listed = await run(['flash', 'table', image]);
    expect(listed.stdout).toContain('nvs,data,nvs,0x10000,48K,\n');
    expect(listed.stderr).toBe('the partition table is at 0xc000\n');
    await expectDone(['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.ssid', 'ssid', 'myssid']);
    await expectDone(['flash', 'read', image, part, '--partition', 'nvs', ...atC000]);
    expect(readFileSync(part).length).toBe(0xc000);
    await expectDone(['flash', 'erase-partition', image, 'phy_init']);
    await using device = new Program(['device', '--transport', 'softap', '--fast', '--flash', image]);
    await device.sees(/boot: {2}0 nvs {14}WiFi data {8}01 02 00010000 0000c000/);
    await device.sees(/Already provisioned, starting Wi-Fi STA/);
  });

  test('comes from a binary file byte for byte, and is printed from it', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await expectDone(['flash', 'create', image, '--table', `${tables}at_c000.bin`, ...atC000]);
    expect(flashed(image, 0xc000).equals(readFileSync(`${tables}at_c000.bin`))).toBe(true);
    expect(await expectDone(['flash', 'table', `${tables}at_c000.bin`])).toBe(
      readFileSync(`${tables}at_c000.roundtrip.txt`, 'utf8'),
    );
    const [inImage] = jsonLines(await run(['flash', 'table', image, '--json']));
    expect(inImage).toMatchObject({
      offset: 0xc000,
      partitions: [{ label: 'nvs', offset: 0x10000 }, {}, {}, {}, {}, {}, {}],
    });
    const withoutMd5 = `${tables}wifi_prov_mgr.nomd5.bin`;
    await expectDone(['flash', 'create', image, '--force', '--table', withoutMd5]);
    expect(flashed(image).equals(readFileSync(withoutMd5))).toBe(true);
  });

  test('is not looked for where another place is named', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await expectDone(['flash', 'create', image, '--table', `${tables}at_c000.csv`, ...atC000]);
    const elsewhere = ['--partition-table-offset', '0x8000'];
    expectFailure(await run(['flash', 'table', image, ...elsewhere]), 10, 'flash/not-bootable');
  });

  test.each<[string, number, ErrorCode, (image: string) => string[]]>([
    ['the table of the example', 2, 'flash/invalid-request', (image) => ['flash', 'create', image, ...atC000]],
    ['a device without its image', 2, 'usage/invalid-option', () => ['device', '--transport', 'softap', ...atC000]],
    [
      'a device with the table of the example',
      2,
      'flash/invalid-request',
      (image) => ['device', '--transport', 'softap', '--flash', image, ...atC000],
    ],
    [
      'a table for another place',
      2,
      'flash/invalid-csv',
      (image) => ['flash', 'create', image, '--table', `${tables}at_c000.bin`, '--partition-table-offset', '0x10000'],
    ],
    [
      'what is no sector',
      2,
      'usage/invalid-option',
      (image) => ['flash', 'table', image, '--partition-table-offset', '0xC001'],
    ],
  ])('is refused for %s', async (_, exitCode, code, args) => {
    using scratch = new Scratch();
    expectFailure(await run(args(scratch.path('dev.bin'))), exitCode, code);
  });
});

describe.concurrent('what a table refers to', { timeout: testTimeoutMs }, () => {
  test('is in the environment', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    const args = ['flash', 'create', image, '--table', `${tables}options/variables.csv`];
    await expectDone(args, { env: { NVS_SIZE: '0x6000', APP_SIZE: '1M' } });
    expect(flashed(image).equals(readFileSync(`${tables}options/variables.bin`))).toBe(true);
    expectFailure(await run([...args, '--force'], { env: { NVS_SIZE: '0x6000' } }), 2, 'flash/invalid-csv');
  });

  test('is a word of the project', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    const args = ['flash', 'create', image, '--table', `${tables}options/own_subtype.csv`];
    expectFailure(await run(args), 2, 'flash/invalid-csv');
    await expectDone([...args, ...homekit]);
    expect(flashed(image).equals(readFileSync(`${tables}options/own_subtype.bin`))).toBe(true);
    expect(await expectDone(['flash', 'table', image, ...homekit])).toBe(
      readFileSync(`${tables}options/own_subtype.roundtrip.txt`, 'utf8'),
    );
    expectFailure(await run([...args, ...homekit, ...homekit, '--force']), 2, 'usage/invalid-option');
  });
});

describe.concurrent('a partition table as text', { timeout: testTimeoutMs }, () => {
  test('is told as one where an image is expected, and binary rubbish is not', async () => {
    using scratch = new Scratch();
    const [csv, rubbish] = [scratch.path('table.csv'), scratch.path('rubbish')];
    writeFileSync(csv, '# Name, Type, SubType, Offset, Size\n\nnvs,  data, nvs, 0x9000, $NVS_SIZE\n');
    const told = await run(['flash', 'table', csv]);
    expectFailure(told, 2, 'flash/invalid-request');
    expect(told.stderr).toContain('esp-prov flash create dev.bin --table <file>');
    expectFailure(await run(['flash', 'read', csv, rubbish, '--partition', 'nvs']), 2, 'flash/invalid-request');
    writeFileSync(rubbish, 'key,type,encoding,value\nprov,namespace,,\n');
    expectFailure(await run(['flash', 'table', rubbish]), 10, 'flash/not-bootable');
  });
});
