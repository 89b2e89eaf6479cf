import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const user = 'wifiprov';
const network = ['--ssid', 'myssid', '--passphrase', secrets.password];

describe.concurrent('factory data', { timeout: testTimeoutMs }, () => {
  test('of security 2 go from the command into an image, and prove the device', async () => {
    using scratch = new Scratch();
    const [image, data] = [scratch.path('dev.bin'), scratch.path('fctry.bin')];
    expect((await run(['flash', 'create', image, '--factory-data'])).code).toBe(0);
    expect((await run(['flash', 'table', image])).stdout).toContain('fctry,data,nvs,0x135000,24K,');
    const made = ['credentials', '--username', user, '--password', secrets.otherPop, '--serial', 'SN1', '--nvs', data];
    expect((await run(made)).stdout).toBe(`${data}: 0x6000 bytes with serial, sec2_salt, sec2_verifier\n`);
    expect((await run(['flash', 'write', image, data, '--partition', 'fctry'])).code).toBe(0);
    const listed = await run(['flash', 'nvs', 'list', image, '--partition', 'fctry']);
    expect(listed.stdout).toMatch(
      /prov +serial +string SN1\n.*sec2_salt +blob +[0-9a-f]{32}\n.*sec2_verifier +blob +\w\*+\w\n/s,
    );
    await using device = await startDevice(['--fast', '--flash', image]);
    expect(device.program.output).toContain('esp-prov: Factory data: serial number SN1, salt and verifier');
    const to = ['--service_name', device.address, '--sec2_username', user, ...network, '--sec2_pwd'];
    expectFailure(await run([...to, secrets.wrongPop]), 6, 'session/proof-mismatch');
    expect((await run([...to, secrets.otherPop])).code).toBe(0);
  });

  test('of security 1 replace the proof of possession of the example', async () => {
    using scratch = new Scratch();
    const [image, data] = [scratch.path('dev.bin'), scratch.path('fctry.bin')];
    await run(['flash', 'create', image, '--factory-data']);
    expect((await run(['credentials', '--pop', secrets.otherPop, '--nvs', data])).code).toBe(0);
    await run(['flash', 'write', image, data, '--partition', 'fctry']);
    await using device = await startDevice(['--fast', '--flash', image]);
    expectFailure(await run(credentials(device.address)), 6, 'session/proof-mismatch');
    const to = ['--service_name', device.address, '--pop', secrets.otherPop];
    expect((await run([...to, ...network])).code).toBe(0);
  });

  test('as CSV make the partition that the command makes', async () => {
    using scratch = new Scratch();
    const [direct, source, made] = ['direct.bin', 'data.csv', 'made.bin'].map((name) => scratch.path(name)) as [
      string,
      string,
      string,
    ];
    const args = [
      'credentials',
      '--username',
      user,
      '--password',
      'pw',
      '--salt',
      '0102',
      '--pop',
      'own',
      '--serial',
      'S',
    ];
    expect((await run([...args, '--nvs', direct])).code).toBe(0);
    const csv = await run([...args, '--format', 'csv']);
    expect(csv.stdout.split('\r\n').slice(0, 4)).toEqual([
      'key,type,encoding,value',
      'prov,namespace,,',
      'serial,data,string,S',
      'pop,data,string,own',
    ]);
    await import('node:fs/promises').then(({ writeFile }) => writeFile(source, csv.stdout));
    expect((await run(['flash', 'nvs', 'generate', source, made, '--size', '0x6000'])).code).toBe(0);
    expect(readFileSync(made).equals(readFileSync(direct))).toBe(true);
    const json = jsonLines(await run([...args, '--nvs', direct, '--json'])).at(-1);
    expect(json).toMatchObject({
      result: 'credentials',
      serial: 'S',
      pop: 'own',
      username: user,
      salt: '0102',
      file: direct,
    });
  });

  test('that are only half there keep a device from starting', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image, '--factory-data']);
    await run(['flash', 'nvs', 'set', image, 'prov', 'sec2_salt', 'blob', '0102', '--partition', 'fctry']);
    const ended = await run(['device', '--transport', 'softap', '--flash', image]);
    expectFailure(ended, 10, 'flash/factory-data');
  });

  test('of a series by mfg_gen are taken too', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    const made = fileURLToPath(
      new URL('../../../../../test/vectors/nvs/mfg/out/bin/dev-007-SN000001.bin', import.meta.url),
    );
    await run(['flash', 'create', image, '--factory-data']);
    await run(['flash', 'write', image, made, '--partition', 'fctry']);
    await using device = await startDevice(['--fast', '--flash', image]);
    expect(device.program.output).toContain('serial number SN000001, proof of possession, salt and verifier');
    expect((await run(['--service_name', device.address, '--pop', 'e10a8343', ...network])).code).toBe(0);
  });

  test.each([
    ['neither a user name nor a proof of possession', []],
    ['a proof of possession for the C arrays', ['--pop', 'x']],
    ['a serial number for the C arrays', ['--username', 'u', '--password', 'p', '--serial', 'x']],
  ])('with %s are refused', async (_, args) => {
    expectFailure(await run(['credentials', ...args]), 2, 'usage/invalid-option');
  });

  test('that do not fit the size are refused', async () => {
    using scratch = new Scratch();
    const args = ['credentials', '--pop', 'x', '--nvs', scratch.path('f.bin'), '--size'];
    expectFailure(await run([...args, '1000']), 10, 'flash/no-nvs');
  });
});
