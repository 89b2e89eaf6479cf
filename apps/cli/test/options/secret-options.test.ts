import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startDevice } from '../support/device.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { Program, type ProgramOptions, run, testTimeoutMs } from '../support/program.ts';
import { Scratch } from '../support/scratch.ts';
import { secrets } from '../support/secrets.ts';

/** Runs the command with `input` on its standard input. */
async function runWith(input: string, args: readonly string[], options: ProgramOptions = {}) {
  await using program = new Program(args, { ...options, stdin: 'pipe' });
  program.type(input);
  program.endInput();
  return await program.ended();
}

describe.concurrent('a secret', { timeout: testTimeoutMs }, () => {
  test('is taken from a file, from standard input and from the environment', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(['--fast', '--no-auto-stop']);
    const file = scratch.path('pop.txt');
    writeFileSync(file, `${secrets.pop}\n`);
    const scan = ['scan', '--service_name', device.address];
    expect((await run([...scan, '--pop-file', file])).code).toBe(0);
    expect((await runWith(secrets.pop, [...scan, '--pop_file', '-'])).code).toBe(0);
    expect((await run(scan, { env: { ESP_PROV_POP: secrets.pop } })).code).toBe(0);
    const network = ['--service_name', device.address, '--pop-file', file, '--ssid', 'myssid'];
    const provisioned = await runWith(`${secrets.password}\n`, [...network, '--passphrase-file', '-']);
    expect(provisioned.stdout).toContain('192.168.43.220');
    const args = ['reprov', ...scan.slice(1)];
    expect((await run(args, { env: { ESP_PROV_POP: secrets.pop } })).code).toBe(0);
    const again = await run(network, { env: { ESP_PROV_PASSPHRASE: secrets.password } });
    expect(again.stdout).toContain('192.168.43.220');
  });

  test('of security 2 is taken in the same ways, by a device too', async () => {
    using scratch = new Scratch();
    const file = scratch.path('pwd.txt');
    writeFileSync(file, secrets.otherPop);
    const sec2 = ['--security', '2', '--username', 'wifiprov', '--password-file', file];
    await using device = await startDevice(['--fast', '--no-qr', ...sec2]);
    const scan = ['scan', '--service_name', device.address, '--sec2-username', 'wifiprov'];
    expect((await run([...scan, '--sec2-pwd-file', file])).code).toBe(0);
    expect((await run(scan, { env: { ESP_PROV_SEC2_PWD: secrets.otherPop } })).code).toBe(0);
    const credentials = ['credentials', '--username', 'wifiprov', '--salt', '036ee0c7bcb9eda84c9eac97d93decf4'];
    const given = await run([...credentials, '--password', secrets.otherPop]);
    expect((await run([...credentials, '--password-file', file])).stdout).toBe(given.stdout);
    expect((await run(credentials, { env: { ESP_PROV_SEC2_PWD: secrets.otherPop } })).stdout).toBe(given.stdout);
  });

  test('on the command line goes before a QR code, and that before the environment', async () => {
    await using device = await startDevice();
    const qr = (pop: string) => ['--qr', JSON.stringify({ ver: 'v1', name: 'PROV_1', pop, transport: 'softap' })];
    const scan = ['scan', '--service_name', device.address];
    const environment = (pop: string) => ({ env: { ESP_PROV_POP: pop } });
    expect((await run([...scan, '--pop', secrets.pop], environment(secrets.wrongPop))).code).toBe(0);
    expect((await run([...scan, '--pop', secrets.pop, ...qr(secrets.wrongPop)])).code).toBe(0);
    expect((await run([...scan, ...qr(secrets.pop)], environment(secrets.wrongPop))).code).toBe(0);
  });

  test.each([
    ['one line end is not part of it', `${secrets.pop}\n`, secrets.pop],
    ['one line end of Windows is not part of it', `${secrets.pop}\r\n`, secrets.pop],
    ['a second line end is', `${secrets.pop}\n\n`, `${secrets.pop}\n`],
    ['space around it is', ` ${secrets.pop} `, ` ${secrets.pop} `],
    ['a line end within it is', `${secrets.pop}\nx\n`, `${secrets.pop}\nx`],
  ])('in a file: %s', async (_, content, pop) => {
    using scratch = new Scratch();
    const file = scratch.path('pop.txt');
    writeFileSync(file, content);
    const written = await run(['qr', '--name', 'PROV_1', '--pop-file', file, '--json'], { mayPrintSecrets: true });
    expect(JSON.parse(JSON.parse(written.stdout).payload).pop).toBe(pop);
  });

  test.each([
    [['scan', '--service_name', '127.0.0.1:1', '--pop-file'], 'where there is no secret, write --no-pop'],
    [['--service_name', '127.0.0.1:1', '--ssid', 'x', '--passphrase-file'], '--passphrase "" for an open network'],
    [['scan', '--service_name', '127.0.0.1:1', '--sec2-pwd-file'], 'what --sec2-pwd-file reads is empty'],
    [['credentials', '--username', 'x', '--password-file'], 'what --password-file reads is empty'],
    [['device', '--pop-file'], 'write --no-pop'],
    [['qr', '--name', 'x', '--pop-file'], 'what --pop-file reads is empty'],
  ] as const)('that is empty is refused by its name, in a file and on standard input: %j', async (args, told) => {
    using scratch = new Scratch();
    const file = scratch.path('empty');
    for (const content of ['', '\n', '\r\n']) {
      writeFileSync(file, content);
      const ended = await run([...args, file]);
      expectFailure(ended, 2, 'usage/empty-secret');
      expect(ended.stderr.toLowerCase()).toContain(told.toLowerCase());
    }
    expectFailure(await runWith('', [...args, '-']), 2, 'usage/empty-secret');
  });

  test('in an empty variable is none', async () => {
    await using device = await startDevice();
    const scan = ['scan', '--service_name', device.address];
    expectFailure(await run(scan, { env: { ESP_PROV_POP: '' } }), 6, 'session/pop-required');
  });

  test('is refused when it is given twice, or both of two are on standard input', async () => {
    const nobody = ['scan', '--service_name', '127.0.0.1:1'];
    const twice = await run([...nobody, '--pop', secrets.pop, '--pop-file', '/dev/null']);
    expectFailure(twice, 2, 'usage/invalid-option');
    expect(twice.stderr).toContain('--pop and --pop-file cannot be given together');
    for (const args of [
      [...nobody, '--pop-file', '-', '--sec2-pwd-file', '-'],
      [...nobody, '--pop-file', '-', '--qr', '-'],
      ['send', 'custom-data', '-', '--pop-file', '-', ...nobody.slice(1)],
    ]) {
      const ended = await runWith('{"name":"a","transport":"softap"}', args);
      expectFailure(ended, 2, 'usage/invalid-option');
      expect(ended.stderr).toMatch(/standard input is read for/i);
    }
  });

  test('in a file that is missing or no text is refused, without a word of what was given', async () => {
    using scratch = new Scratch();
    const file = scratch.path('pop.bin');
    writeFileSync(file, Uint8Array.of(0xff, 0xfe, 0x00));
    const nobody = ['scan', '--service_name', '127.0.0.1:1'];
    expectFailure(await run([...nobody, '--pop-file', file]), 9, 'host/file-unusable');
    // Whoever writes the secret where the file belongs does not see it on the screen.
    const misplaced = await run([...nobody, '--pop-file', secrets.pop], { env: { ESP_PROV_DEBUG: '1' } });
    expect(misplaced.stderr).toContain('the file of --pop-file cannot be read: there is no such file');
    expect(misplaced.code).toBe(9);
  });

  test('does not stand in the list of processes', async () => {
    await using device = await startDevice(['--fast', '--pop', secrets.otherPop]);
    const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(device.program.pid)], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('esp-prov device');
  });
});
