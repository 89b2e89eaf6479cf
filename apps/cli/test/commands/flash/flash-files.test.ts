import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectFailure } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const header = 'key,type,encoding,value\nprov,namespace,,\n';

describe.concurrent('what the commands on flash write', { timeout: testTimeoutMs }, () => {
  test.each<[string, readonly string[], (path: (name: string) => string) => string[]]>([
    ['an image', ['dev.bin'], (path) => ['flash', 'create', path('dev.bin'), '--size', '64K']],
    ['a part', ['nvs.bin'], (path) => ['flash', 'read', path('in.bin'), path('nvs.bin'), '--offset', '0']],
    [
      'a partition',
      ['nvs.bin'],
      (path) => ['flash', 'nvs', 'generate', path('in.csv'), path('nvs.bin'), '--size', '12K'],
    ],
    [
      'a series',
      ['out/csv/dev-1.csv', 'out/bin/dev-1.bin', 'out/keys/keys-dev-1.bin'],
      (path) => [
        ...['flash', 'nvs', 'generate', path('config.csv'), path('out'), '--size', '12K'],
        ...['--values', path('values.csv'), '--prefix', 'dev', '--new-keys'],
      ],
    ],
    [
      'keys',
      ['keys.bin', 'hmac.bin'],
      (path) => ['flash', 'nvs', 'generate-key', path('keys.bin'), '--new-hmac-key', path('hmac.bin')],
    ],
    [
      'what is encrypted',
      ['out.bin'],
      (path) => ['flash', 'nvs', 'encrypt', path('in.bin'), path('out.bin'), '--hmac-key-file', path('in.key')],
    ],
    [
      'factory data',
      ['fctry.bin'],
      (path) => ['credentials', '--serial', 'SN1', '--pop-file', path('in.key'), '--nvs', path('fctry.bin')],
    ],
  ])('is for its owner alone: %s', async (_, made, args) => {
    using scratch = new Scratch();
    const path = (name: string) => scratch.path(name);
    writeFileSync(path('in.bin'), new Uint8Array(0x3000).fill(0xff));
    writeFileSync(path('in.csv'), `${header}serial,data,string,SN1\n`);
    writeFileSync(path('config.csv'), 'prov,namespace,\nserial,data,string\n');
    writeFileSync(path('values.csv'), 'serial\nSN1\n');
    writeFileSync(path('in.key'), new Uint8Array(32).fill(7));
    expect(await run(args(path))).toMatchObject({ code: 0 });
    expect(made.map((name) => [name, statSync(path(name)).mode & 0o777])).toEqual(made.map((name) => [name, 0o600]));
  });

  test('keeps the rights that it had', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    writeFileSync(image, '');
    chmodSync(image, 0o640);
    expect(await run(['flash', 'create', image, '--size', '64K', '--force'])).toMatchObject({ code: 0 });
    expect(statSync(image).mode & 0o777).toBe(0o640);
  });
});

describe.concurrent('what the commands on flash read', { timeout: testTimeoutMs }, () => {
  test.each<[string, (path: (name: string) => string) => string[]]>([
    ['an image', () => ['flash', 'table', '/dev/zero']],
    ['a table', (path) => ['flash', 'create', path('dev.bin'), '--table', '/dev/zero']],
    ['a list', (path) => ['flash', 'nvs', 'generate', '/dev/zero', path('nvs.bin'), '--size', '12K']],
    ['keys', (path) => ['flash', 'nvs', 'list', path('in.bin'), '--key-file', '/dev/zero']],
    ['what is written', (path) => ['flash', 'write', path('in.bin'), '/dev/zero', '--offset', '0']],
  ])('is refused where it never ends: %s', async (_, args) => {
    using scratch = new Scratch();
    expectFailure(await run(args((name) => scratch.path(name))), 9, 'host/file-unusable');
  });

  test('is a file in the folder that is allowed, where a row names one', async () => {
    using scratch = new Scratch();
    const list = scratch.path('in.csv');
    writeFileSync(list, `${header}cert,file,string,/dev/zero\n`);
    const args = ['flash', 'nvs', 'generate', list, scratch.path('nvs.bin'), '--size', '12K'];
    const endless = await run(args);
    expectFailure(endless, 2, 'flash/invalid-csv');
    expect(endless.stderr).toContain('Line 3, column value: the file "/dev/zero" cannot be read: it is a device');
    writeFileSync(list, `${header}cert,file,string,/etc/hostname\n`);
    const outside = await run([...args, '--files-below', scratch.path('.')]);
    expectFailure(outside, 2, 'flash/invalid-csv');
    expect(outside.stderr.replace(/\s+/g, ' ')).toContain('it is not below');
  });
});

describe.concurrent('flash nvs set', { timeout: testTimeoutMs }, () => {
  test('takes its value from a file or from standard input, where no other user sees it', async () => {
    using scratch = new Scratch();
    const [image, file] = [scratch.path('nvs.bin'), scratch.path('value.txt')];
    writeFileSync(image, new Uint8Array(0x3000).fill(0xff));
    writeFileSync(file, `${secrets.password}\n`);
    const set = ['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.pswd', 'passphrase'];
    expect(await run([...set, '--value-file', file])).toMatchObject({ code: 0 });
    const get = ['flash', 'nvs', 'get', image, 'nvs.net80211', 'sta.pswd'];
    const passphrase = Buffer.from(secrets.password).toString('hex').padEnd(130, '0');
    expect((await run(get, { mayPrintSecrets: true })).stdout).toBe(`${passphrase}\n`);
    await using typed = new Program([...set, '--value-file', '-'], { stdin: 'pipe' });
    typed.type(`${secrets.otherPassword}\n`);
    typed.endInput();
    expect(await typed.ended()).toMatchObject({ code: 0 });
    const other = Buffer.from(secrets.otherPassword).toString('hex').padEnd(130, '0');
    expect((await run(get, { mayPrintSecrets: true })).stdout).toBe(`${other}\n`);
    expectFailure(await run(set), 2, 'usage/invalid-option');
    expectFailure(await run([...set, 'x', '--value-file', file]), 2, 'usage/invalid-option');
  });
});

describe.concurrent('flash nvs check', { timeout: testTimeoutMs }, () => {
  test('warns of the header of a page that was cut off, and ends well', async () => {
    using scratch = new Scratch();
    const image = scratch.path('nvs.bin');
    const content = new Uint8Array(0x3000).fill(0xff);
    content.set([0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0], 0);
    writeFileSync(image, content);
    const checked = await run(['flash', 'nvs', 'check', image]);
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/^warning: the header of page 0 /) });
  });

  test('takes a read-only partition of one page for what it is', async () => {
    using scratch = new Scratch();
    const [list, image] = [scratch.path('in.csv'), scratch.path('nvs.bin')];
    writeFileSync(list, `${header}serial,data,string,SN1\n`);
    await run(['flash', 'nvs', 'generate', list, image, '--size', '4K']);
    expect(await run(['flash', 'nvs', 'check', image])).toMatchObject({ code: 10 });
    expect(await run(['flash', 'nvs', 'check', image, '--readonly'])).toMatchObject({
      code: 0,
      stdout: 'no damage found\n',
    });
  });
});
