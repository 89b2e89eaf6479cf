import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalizeArguments } from '../../src/legacy-arguments.ts';
import { buildProgram } from '../../src/program.ts';
import { startDevice } from '../support/device.ts';
import { expectFailure, expectJsonFailure, jsonLines } from '../support/expect-failure.ts';
import { run, testTimeoutMs } from '../support/program.ts';
import { Scratch } from '../support/scratch.ts';
import { secrets } from '../support/secrets.ts';

/** Why the command refuses arguments, before it does anything. */
async function refused(args: readonly string[]): Promise<unknown> {
  const program = buildProgram();
  const parsed = program.parseAsync(normalizeArguments(program, args), { from: 'user' });
  return await parsed.then(
    () => 'taken',
    (error: unknown) => error,
  );
}

const nowhere = ['--transport', 'softap', '--service-name', '127.0.0.1:1'];

describe.concurrent('an option that would do nothing', { timeout: testTimeoutMs }, () => {
  test.each([
    ['--jobs 3', '--jobs needs --batch'],
    ['--report x', '--report needs --batch'],
    ['--retry-failed', '--retry-failed needs --batch'],
    ['--batch x.csv --service-name PROV_1', '--service-name means nothing to --batch'],
    ['--batch x.csv --reset', '--reset means nothing to --batch'],
    ['--batch x.csv --dataset-tlvs 00', '--dataset-tlvs means nothing to --batch'],
    ['--pop x --no-pop', '--pop and --no-pop cannot be given together'],
    ['--no-pop --pop-file x', '--no-pop and --pop-file cannot be given together'],
    ['device --security 2 --pop x', '--pop means nothing to --security 2'],
    ['device --security 0 --no-pop', '--no-pop means nothing to --security 0'],
    ['device --security 1 --username x', '--username means nothing to --security 1'],
    ['device --password x', '--password means nothing to security 1, which the profile readme has'],
    ['device --pop x --no-pop', '--pop and --no-pop cannot be given together'],
    ['device --ble virtual --listen 127.0.0.1:0', '--listen needs --transport softap or console'],
    ['device --transport console --ble virtual', '--ble, --ble-host and --ble-adapter need --transport ble'],
  ])('is refused: %s', async (line, told) => {
    const error = await refused(line.split(' '));
    expect(error).toMatchObject({ code: 'usage/invalid-option', message: expect.stringContaining(told) });
  });

  test.each([
    ['info --pop x', '--pop means nothing to info'],
    ['info --no-pop', '--no-pop means nothing to info'],
    ['scan --sec-ver 1 --sec2-username x', '--sec2-username belongs to security 2'],
    ['scan --sec-ver 2 --pop x', '--pop belongs to security 1'],
    ['--reset --ssid x', '--ssid means nothing to --reset and --reprov'],
    ['--reset --custom-info x', '--custom-info needs --custom-config'],
  ])('of esp_prov is warned about: %s', async (line, told) => {
    const args = [...line.split(' '), ...nowhere];
    const ended = await run([...args, '--json']);
    expectJsonFailure(ended, 4, 'link/unreachable');
    expect(jsonLines(ended)[0]).toMatchObject({ event: 'warning', text: expect.stringContaining(told) });
  });

  test('is a line for people, and none for what the environment gives', async () => {
    const info = ['info', ...nowhere];
    expect((await run([...info, '--pop', secrets.pop])).stderr).toMatch(/^warning: --pop means nothing to info/);
    const ended = await run(info, { env: { ESP_PROV_POP: secrets.pop } });
    expect(ended.stderr).not.toContain('warning');
  });
});

describe.concurrent('a zero byte in a secret', { timeout: testTimeoutMs }, () => {
  test.each([
    ['scan', '--pop-file'],
    ['scan', '--sec2-pwd-file'],
    ['provision', '--passphrase-file'],
    ['device', '--pop-file'],
  ])('is refused by name where it is read: %s %s', async (command, option) => {
    using scratch = new Scratch();
    const file = scratch.path('secret.txt');
    writeFileSync(file, 'ab\0cd');
    const error = await refused([command, option, file]);
    expect(error).toMatchObject({
      code: 'usage/invalid-option',
      message: `what ${option} reads holds a zero byte, at which a device would end it`,
    });
  });

  test('of a QR code or a list is refused by name', async () => {
    using scratch = new Scratch();
    const qr = JSON.stringify({ ver: 'v1', name: 'P', transport: 'softap', pop: 'ab\0cd' });
    const coded = await run(['scan', '--qr', qr]);
    expectFailure(coded, 2, 'qr/unreadable');
    expect(coded.stderr).toContain('its pop holds a zero byte');
    const list = scratch.path('list.csv');
    writeFileSync(list, 'service_name,pop\n127.0.0.1:1,ab\0cd\n');
    const listed = await run(['--batch', list, '--ssid', 'x', '--passphrase', secrets.password]);
    expectFailure(listed, 2, 'batch/invalid-list');
    expect(listed.stderr).toContain('Line 2: its pop holds a zero byte');
  });
});

describe.concurrent('firmware of v3.2', { timeout: testTimeoutMs }, () => {
  test('is told with the option that provisions it', async () => {
    await using device = await startDevice(['--fast', '--profile', 'idf-3.2']);
    const ended = await run(['scan', '--service-name', device.address, '--pop', secrets.pop]);
    expectFailure(ended, 6, 'session/scheme-unsupported');
    expect(ended.stderr).toContain('--legacy');
  });
});
