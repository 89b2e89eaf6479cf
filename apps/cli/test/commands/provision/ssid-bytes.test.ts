import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { commandFile, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

/** `Café` in Latin-1, as an old router sends it, and a password in it. */
const name = '436166e9';

function airFile(scratch: Scratch): string {
  return scratch.air({}, { ssidHex: name, password: secrets.password, ip4: '192.168.43.221' });
}

describe.concurrent('a name that is no UTF-8', { timeout: testTimeoutMs }, () => {
  test.each([
    ['as hex digits', ['--ssid-hex', name]],
    ['as a table shows it', ['--ssid_hex', `0x${name.toUpperCase()}`]],
    ['as text in Latin-1, as esp_prov sends it', ['--ssid', 'Café', '--encoding', 'latin1']],
  ])('is joined when it is given %s', async (_, given) => {
    using scratch = new Scratch();
    await using device = await startDevice(['--fast', '--air', airFile(scratch)]);
    const pop = ['--service_name', device.address, '--pop', secrets.pop, '--passphrase', secrets.password];
    const ended = await run([...pop, ...given, '--json']);
    expect(jsonLines(ended).at(-1)).toMatchObject({ result: 'provisioned', ssid: null, ip4: '192.168.43.221' });
    expect(ended.code).toBe(0);
  });

  test('is told by a scan as what an option takes, and is not what text in UTF-8 names', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(['--fast', '--air', airFile(scratch)]);
    const target = ['--service_name', device.address, '--pop', secrets.pop];
    const [found] = jsonLines(await run(['scan', ...target, '--json'])).slice(-1);
    expect(found).toMatchObject({ networks: [{ ssid: 'myssid' }, { ssid: null, ssidHex: name }] });
    const ended = await run([...target, '--ssid', 'Café', '--passphrase', secrets.password]);
    expectFailure(ended, 1, 'wifi/network-not-found');
  });

  test('is a column of a batch, which stands before the name of the command line', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(['--fast', '--air', airFile(scratch)]);
    const list = scratch.path('list.csv');
    writeFileSync(list, `service_name,ssid_hex\n${device.address},${name}\n`);
    const common = ['--pop', secrets.pop, '--ssid', 'myssid', '--passphrase', secrets.password];
    expect((await run(['--batch', list, ...common])).code).toBe(0);
  });
});

test.each([
  ['--ssid-hex', '43616'],
  ['--ssid-hex', ''],
  ['--ssid-hex', '00'.repeat(33)],
  ['--ssid-hex', 'Café'],
])('%s “%s” is refused with what belongs there', async (...args) => {
  expectFailure(await run(args), 2, 'usage/invalid-option', /Expected 1 to 32 bytes in hex, for example 436166e9/);
});

test('a name is given once', async () => {
  expectFailure(await run(['--ssid', 'a', '--ssid-hex', '61']), 2, 'usage/invalid-option', /cannot be used with/);
});

describe.concurrent('a byte that is no UTF-8', { timeout: testTimeoutMs }, () => {
  /** Runs the command by a shell, which alone can hand it such a byte. */
  function runBytes(args: string) {
    const command = `exec '${process.execPath}' '${commandFile}' ${args}`;
    return run([], { launcher: ['sh', '-c', command] });
  }

  test.each([
    [`--ssid "$(printf 'Caf\\351')" --passphrase x`, /--ssid cannot be used: .*--ssid-hex/],
    [`--ssid=$(printf 'Caf\\351')`, /--ssid cannot be used/],
    [`--pop "$(printf '\\377')"`, /--pop cannot be used: it holds a byte that is not UTF-8/],
    [`send custom-data "$(printf '\\351')"`, /An argument cannot be used/],
    [`flash create "$(printf '\\351')"`, /An argument cannot be used/],
  ])('is refused and not replaced in %s', async (args, message) => {
    expectFailure(await runBytes(args), 2, 'usage/invalid-option', message);
  });

  test('is refused in a variable too', async () => {
    const variable = `env ESP_PROV_POP="$(printf '\\351')" '${process.execPath}' '${commandFile}' --service_name 127.0.0.1:1 --ssid a --passphrase ''`;
    const ended = await run([], { launcher: ['sh', '-c', variable] });
    expectFailure(ended, 2, 'usage/invalid-option', /The variable ESP_PROV_POP cannot be used/);
  });
});
