import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { commandFile, Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const device = (image: string, ...args: string[]) => [
  'device',
  '--transport',
  'softap',
  '--fast',
  '--flash',
  image,
  ...args,
];

describe.concurrent('a flash image', { timeout: testTimeoutMs }, () => {
  test('goes through provisioning, restart and erasing as a chip does', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    {
      await using first = await startDevice(['--fast', '--flash', image]);
      expect((await run(credentials(first.address))).code).toBe(0);
      await first.program.sees(/Provisioning stopped/);
    }
    expect(statSync(image).size).toBe(4 * 1024 * 1024);
    {
      await using second = new Program(device(image, '--log-level', 'debug'));
      await second.sees(/Found Wi-Fi SSID {5}: myssid/);
      await second.sees(/Already provisioned, starting Wi-Fi STA/);
      expectFailure(await run(['flash', 'erase-region', image, '0x9000', '0x6000']), 10, 'flash/locked');
      expectFailure(await run(['flash', 'read', image, image]), 10, 'flash/locked');
    }
    expect((await run(['flash', 'erase-region', image, '0x9000', '0x6000'])).code).toBe(0);
    await using third = await startDevice(['--fast', '--flash', image]);
    expect(third.program.output).toContain('Starting provisioning');
  });

  test('with credentials that the command wrote counts as provisioned', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    expect((await run(['flash', 'create', image])).code).toBe(0);
    expect((await run(['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.ssid', 'ssid', 'myssid'])).code).toBe(0);
    const passphrase = ['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.pswd', 'passphrase', secrets.password];
    expect((await run(passphrase)).code).toBe(0);
    const listed = await run(['flash', 'nvs', 'list', image]);
    expect(listed.stdout).toMatch(/nvs\.net80211 {5}sta\.ssid {9}blob {3}06000000/);
    await using booted = new Program(device(image));
    await booted.sees(/Already provisioned, starting Wi-Fi STA/);
    await booted.sees(/Connected with IP Address:192\.168\.43\.220/);
  });

  test('is not kept locked by a device that cannot start', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    expectFailure(await run(device(image, '--air', scratch.path('no-air.json'))), 9, 'host/file-unusable');
    expect(existsSync(`${image}.lock`)).toBe(false);
  });

  test('is refused what is not aligned, with the numbers that are', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    const before = readFileSync(image);
    const wrong = await run(['flash', 'erase-region', image, '0x9001', '0x6000']);
    expectFailure(wrong, 2, 'flash/invalid-request');
    expect(wrong.stderr).toContain('0x9000 and 0xa000');
    expectFailure(await run(['flash', 'erase-region', image, '0x9000', '0x6001']), 2, 'flash/invalid-request');
    expectFailure(await run(['flash', 'erase-region', image, '0x3ff000', '0x2000']), 2, 'flash/invalid-request');
    const unknown = await run(['flash', 'erase-partition', image, 'nvz']);
    expectFailure(unknown, 2, 'flash/invalid-request');
    expect(unknown.stderr).toContain('nvs, phy_init, factory');
    expect(readFileSync(image).equals(before)).toBe(true);
  });

  test('does not boot without its table, and says so', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    await run(['flash', 'erase-flash', image]);
    const ended = await run(device(image));
    expectFailure(ended, 10, 'flash/not-bootable');
    expect(ended.stdout).toContain('flash_parts: partition 0 invalid magic number 0xffff');
  });

  test('is not made with a table that Espressif’s tool refuses, but with one of the README', async () => {
    using scratch = new Scratch();
    const [image, table] = [scratch.path('dev.bin'), scratch.path('table.csv')];
    for (const [row, why] of [
      ['nvs,data,nvs,0x9001,0x6000', '0x9001'],
      ['nvs,data,nvs,0x9000,0x2000', 'readonly'],
      ['nvs,data,nvs,0x9000,0x6000\napp,app,factory,,64M', '0x400000'],
      ['nvs,data,no-such,0x9000,0x6000', 'no-such'],
    ] as const) {
      writeFileSync(table, `${row}\n`);
      const ended = await run(['flash', 'create', image, '--table', table]);
      expectFailure(ended, 2, 'flash/invalid-csv');
      expect(ended.stderr).toContain(why);
    }
    expect(existsSync(image)).toBe(false);
    writeFileSync(table, 'nvs,data,nvs,0x9000,0x6000\nfactory,app,factory,0x10000,0x124f80\n');
    const made = await run(['flash', 'create', image, '--table', table, '--json']);
    expect(made.stderr).toMatch(/^warning: size 0x124f80 of "factory"/);
    expect(jsonLines(made)).toEqual([{ result: 'created', file: image, size: 0x400000 }]);
    expectFailure(await run(['flash', 'create', image]), 9, 'host/file-unusable');
  });

  test('tells what became of it as JSON, and wants to know where to write', async () => {
    using scratch = new Scratch();
    const [image, part] = [scratch.path('dev.bin'), scratch.path('nvs.bin')];
    await run(['flash', 'create', image]);
    const last = async (...args: string[]) => jsonLines(await run(['flash', ...args, '--json'])).at(-1);
    const nvs = { offset: 0x9000, size: 0x6000 };
    expect(await last('read', image, part, '--partition', 'nvs')).toEqual({ result: 'read', file: part, ...nvs });
    expect(await last('write', image, part, '--partition', 'nvs')).toEqual({ result: 'written', file: image, ...nvs });
    expect(await last('erase-region', image, '0x9000', '0x6000')).toEqual({ result: 'erased', file: image, ...nvs });
    expect(await last('erase-partition', image, 'nvs')).toMatchObject({ partition: 'nvs', ...nvs });
    expectFailure(await run(['flash', 'write', image, part]), 2, 'usage/invalid-option');
    expectFailure(await run(['flash', 'write', image, part, '--partition', 'phy_init']), 2, 'flash/invalid-request');
    expectFailure(
      await run(['flash', 'read', image, part, '--partition', 'nvs', '--size', '0x7000']),
      2,
      'flash/invalid-request',
    );
    expectFailure(await run(['flash', 'read', image, scratch.path('no/folder')]), 9, 'host/file-unusable');
    expect(await last('erase-flash', image)).toMatchObject({ result: 'erased', offset: 0, size: 0x400000 });
  });

  test('gives its table and parts, and takes them back', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    const part = scratch.path('nvs.bin');
    await run(['flash', 'create', image, '--size', '2M']);
    expect((await run(['flash', 'table', image])).stdout).toContain('nvs,data,nvs,0x9000,24K,');
    expect(jsonLines(await run(['flash', 'table', image, '--json']))[0]).toMatchObject({
      partitions: [{ label: 'nvs', offset: 0x9000, size: 0x6000 }, { label: 'phy_init' }, { label: 'factory' }],
    });
    await run(['flash', 'nvs', 'set', image, 'app', 'count', 'u32', '7']);
    expect((await run(['flash', 'read', image, part, '--partition', 'nvs'])).code).toBe(0);
    await run(['flash', 'erase-partition', image, 'nvs']);
    expectFailure(await run(['flash', 'nvs', 'get', image, 'app', 'count']), 2, 'flash/invalid-value');
    expect((await run(['flash', 'write', image, part, '--partition', 'nvs'])).code).toBe(0);
    expect((await run(['flash', 'nvs', 'get', image, 'app', 'count'])).stdout).toBe('7\n');
    expect((await run(['flash', 'nvs', 'get', part, 'app', 'count'])).stdout).toBe('7\n');
    // A shorter file leaves nothing of what was behind it, unless it is to go to an offset.
    const end = () => [readFileSync(image).at(0xefff), readFileSync(image).at(0xf000)];
    const fill = scratch.path('fill.bin');
    writeFileSync(fill, new Uint8Array(0x7000));
    writeFileSync(part, readFileSync(part).subarray(0, 0x3000));
    await run(['flash', 'write', image, fill, '--offset', '0x9000']);
    await run(['flash', 'write', image, part, '--partition', 'nvs', '--offset', '0']);
    expect(end()).toEqual([0, 0]);
    await run(['flash', 'write', image, part, '--partition', 'nvs']);
    expect(end()).toEqual([0xff, 0]);
    // A pipe, which has a name but no path.
    const launcher = ['/bin/sh', '-c', '"$0" "$@" | tr -cd "[:print:]"', process.execPath, commandFile];
    await using piped = new Program(['flash', 'read', image, '/dev/stdout', '--partition', 'nvs'], { launcher });
    expect(await piped.ended()).toMatchObject({ stdout: expect.stringContaining('count'), stderr: '' });
    writeFileSync(part, 'no image');
    const short = await run(['flash', 'table', part]);
    expectFailure(short, 10, 'flash/not-bootable');
    expect(short.stderr).toContain('ends at 0x8,');
  });

  test('is made with a table that has rows for bootloader and table, as in Espressif’s guide', async () => {
    using scratch = new Scratch();
    const [image, table] = [scratch.path('dev.bin'), scratch.path('table.csv')];
    const rows = ['boot,bootloader,primary,N/A,N/A', 'table,partition_table,primary,N/A,N/A', 'nvs,data,nvs,,24K'];
    writeFileSync(table, `${rows.join('\n')}\n`);
    expect((await run(['flash', 'create', image, '--table', table])).code).toBe(0);
    const stdout =
      'boot,bootloader,primary,0x1000,28K,\ntable,partition_table,primary,0x8000,4K,\nnvs,data,nvs,0x9000,24K,';
    expect((await run(['flash', 'table', image])).stdout).toContain(stdout);
    await run(['flash', 'create', image, '--table', table, '--bootloader-offset', '0', '--force']);
    expect((await run(['flash', 'table', image])).stdout).toContain('boot,bootloader,primary,0x0,32K,');
  });
});

describe.concurrent('an NVS partition', { timeout: testTimeoutMs }, () => {
  test('is made from CSV, listed with secrets masked, checked and changed', async () => {
    using scratch = new Scratch();
    const csv = scratch.path('factory.csv');
    const image = scratch.path('factory.bin');
    writeFileSync(
      csv,
      `key,type,encoding,value\nfactory,namespace,,\nserial,data,string,SN1\npop,data,string,${secrets.otherPop}\n`,
    );
    const generate = ['flash', 'nvs', 'generate', csv, image, '--size', '0x6000'];
    expect((await run(generate)).code).toBe(0);
    expectFailure(await run(generate), 9, 'host/file-unusable');
    expect((await run([...generate, '--force'])).code).toBe(0);
    expect((await run(['flash', 'nvs', 'list', image])).stdout).toMatch(/serial +string SN1\n.*pop +string l\*+\w\n/s);
    expect((await run(['flash', 'nvs', 'check', image])).stdout).toBe('no damage found\n');
    expect((await run(['flash', 'nvs', 'erase', image, 'factory', 'serial'])).code).toBe(0);
    expect(jsonLines(await run(['flash', 'nvs', 'stats', image, '--json']))[0]).toMatchObject({ namespaces: 1 });
    const broken = readFileSync(image);
    // The checksum of the entry of the second key; the first one was erased.
    broken[165] = (broken[165] ?? 0) ^ 0xff;
    writeFileSync(image, broken);
    const checked = await run(['flash', 'nvs', 'check', image]);
    expect(checked.code).toBe(10);
    expect(checked.stdout).toContain('CRC');
  });

  test('of a short image with a table is found through the table, and takes the longest SSID', async () => {
    using scratch = new Scratch();
    const image = scratch.path('short.bin');
    await run(['flash', 'create', image, '--size', '64K']);
    const name = 'n'.repeat(32);
    expect((await run(['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.ssid', 'ssid', name])).code).toBe(0);
    expect(
      readFileSync(image)
        .subarray(0, 0x8000)
        .every((byte) => byte === 0xff),
    ).toBe(true);
    expect((await run(['flash', 'table', image])).stdout).toContain('nvs,data,nvs');
  });

  test('that ends within a sector takes values, as firmware would find them', async () => {
    using scratch = new Scratch();
    const [image, table] = [scratch.path('dev.bin'), scratch.path('table.csv')];
    writeFileSync(table, 'nvs,data,nvs,0x9000,0x6100\n');
    await run(['flash', 'create', image, '--table', table]);
    expect((await run(['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.ssid', 'ssid', 'myssid'])).code).toBe(0);
    await using booted = new Program(device(image));
    await booted.sees(/Already provisioned/);
  });

  test('refuses values that do not fit their type', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    for (const [type, value] of [
      ['u8', '256'],
      ['u8', 'x'],
      ['blob', 'abc'],
      ['float', '1e39'],
      ['half', '1'],
      ['string', 'x'.repeat(5000)],
    ] as const) {
      expectFailure(await run(['flash', 'nvs', 'set', image, 'app', 'key', type, value]), 2, 'flash/invalid-value');
    }
    expectFailure(
      await run(['flash', 'nvs', 'set', image, 'app', 'a-key-that-is-too-long', 'u8', '1']),
      2,
      'flash/invalid-value',
    );
  });
});
