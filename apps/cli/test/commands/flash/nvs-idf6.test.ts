import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';

const vectors = fileURLToPath(new URL('../../../../../test/vectors/nvs/', import.meta.url));

/** Runs `esp-prov flash nvs` and returns what it prints; it has to succeed. */
async function nvs(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const ended = await run(['flash', 'nvs', ...args]);
  expect(ended).toMatchObject({ code: 0 });
  return ended;
}

describe.concurrent('floats and doubles', { timeout: testTimeoutMs }, () => {
  test.each([
    ['float', '0.1', '0.1'],
    ['float', '3.4028235E38', '3.4028235e+38'],
    ['float', '-0', '-0'],
    ['double', '5e-324', '5e-324'],
    ['double', '0.1', '0.1'],
    ['double', '-Infinity', '-inf'],
  ])('are set and printed, in a form that can be set again: %s %s', async (type, value, printed) => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    const { stderr } = await nvs('set', image, 'app', 'key', type, '--', value);
    expect(stderr).toContain('ESP-IDF 6.1');
    expect((await nvs('get', image, 'app', 'key')).stdout).toBe(`${printed}\n`);
    const before = readFileSync(image);
    await nvs('set', image, 'app', 'key', type, '--', printed);
    expect(readFileSync(image).equals(before)).toBe(true);
    expect((await nvs('dump', image)).stdout).toContain(`written app:key ${type} = ${printed}\n`);
    expect(jsonLines(await run(['flash', 'nvs', 'list', image, '--json']))).toEqual([
      { result: 'entries', entries: [{ namespace: 'app', key: 'key', type, value: printed, wifiText: null }] },
    ]);
  });

  test('are refused with the reason', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    for (const [type, value, reason] of [
      ['float', 'nan', 'irmware refuses to store NaN'],
      ['float', '1e39', 'no number that a float can hold'],
      ['double', '1e-400', 'no number that a double can hold'],
      ['double', '0x10', 'for example 0.5'],
    ] as const) {
      const ended = await run(['flash', 'nvs', 'set', image, 'app', 'key', type, value]);
      expectFailure(ended, 2, 'flash/invalid-value');
      expect(ended.stderr).toContain(reason);
    }
  });

  test('are held against the release that will read them', async () => {
    const check = (...args: string[]) => run(['flash', 'nvs', 'check', `${vectors}idf6/floats.bin`, ...args]);
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining('warning: ') });
    expect(await check('--idf', '6.1')).toMatchObject({ code: 0, stdout: 'no damage found\n' });
    const old = await check('--idf', 'v6.0.2');
    expect(old).toMatchObject({ code: 10, stdout: expect.stringContaining('erases the value at its start') });
    expectFailure(await check('--idf', 'new'), 2, 'usage/invalid-option');
  });

  test('come from CSV too', async () => {
    using scratch = new Scratch();
    const [csv, image] = [scratch.path('a.csv'), scratch.path('a.bin')];
    writeFileSync(csv, 'key,type,encoding,value\napp,namespace,,\ngain,data,float,-0.25\n');
    expect((await nvs('generate', csv, image, '--size', '0x3000')).stderr).toContain('ESP-IDF 6.1');
    expect((await nvs('get', image, 'app', 'gain')).stdout).toBe('-0.25\n');
  });
});

describe.concurrent('what was erased', { timeout: testTimeoutMs }, () => {
  test('is overwritten by purge: of a namespace as nvs_purge_all does, or all of it', async () => {
    using scratch = new Scratch();
    const image = scratch.path('nvs.bin');
    copyFileSync(`${vectors}idf6/purge.before.bin`, image);
    await nvs('purge', image, 'ns1');
    expect(readFileSync(image).equals(readFileSync(`${vectors}idf6/purge.after.ns1.bin`))).toBe(true);
    expectFailure(await run(['flash', 'nvs', 'purge', image, 'ns3']), 2, 'flash/invalid-value');
    expect(jsonLines(await run(['flash', 'nvs', 'purge', image, '--json']))).toEqual([
      { result: 'purged', file: image, namespace: null },
    ]);
    const dump = (await nvs('dump', image)).stdout;
    expect(dump).toContain(' erased  overwritten with zeros\n');
    expect(dump).not.toContain(' erased  ns2:');
    expect((await nvs('check', image)).stdout).toBe('no damage found\n');
  });

  test('is overwritten at once with --purge', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    await nvs('set', image, 'app', 'name', 'string', 'first of all');
    await nvs('set', image, 'app', 'name', 'string', 'second of all', '--purge');
    expect(readFileSync(image).includes('first of all')).toBe(false);
    await nvs('erase', image, 'app', '--purge');
    expect(readFileSync(image).includes('second of all')).toBe(false);
  });
});

test('flash create --secure refuses apps that do not suit it', { timeout: testTimeoutMs }, async () => {
  using scratch = new Scratch();
  const [image, csv] = [scratch.path('dev.bin'), scratch.path('table.csv')];
  writeFileSync(csv, 'nvs,data,nvs,,24K\nfactory,app,factory,,0x101000\n');
  const create = (...args: string[]) => run(['flash', 'create', image, '--force', '--table', csv, ...args]);
  expect((await create()).code).toBe(0);
  expect((await create('--secure', 'v2')).code).toBe(0);
  expectFailure(await create('--secure'), 2, 'flash/invalid-csv');
  expectFailure(await create('--secure', 'v1'), 2, 'flash/invalid-csv');
  writeFileSync(csv, 'nvs,data,nvs,,24K\nfactory,app,factory,,0x100800\n');
  expect((await create()).code).toBe(0);
  expectFailure(await create('--secure', 'v2'), 2, 'flash/invalid-csv');
  expectFailure(await create('--bootloader-offset', '0x8000'), 2, 'flash/invalid-request');
});
