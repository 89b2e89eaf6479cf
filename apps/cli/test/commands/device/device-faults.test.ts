import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const device = (...args: string[]) => ['device', '--transport', 'softap', '--fast', ...args];

describe.concurrent('a power cut on request', { timeout: testTimeoutMs }, () => {
  test('at the storing of credentials leaves the device as it was, and the client without an answer', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    {
      await using cut = await startDevice(['--fast', '--flash', image, '--power-cut', 'apply:30']);
      expectFailure(await run(credentials(cut.address)), 3, 'wifi/outcome-unknown');
      const ended = await cut.program.ended();
      expect(ended.code).toBe(0);
      expect(ended.stderr).toContain('The power was cut.');
      expect(ended.stdout).not.toMatch(/Failed|Received Wi-Fi/);
    }
    expect((await run(['flash', 'nvs', 'list', image])).stdout).toBe('');
    await using next = await startDevice(['--fast', '--flash', image]);
    expect((await run(credentials(next.address))).code).toBe(0);
  });

  test('behind what is written changes nothing, and one at the start ends it as JSON tells', async () => {
    await using late = await startDevice(['--fast', '--power-cut', 'apply:500']);
    expect((await run(credentials(late.address))).code).toBe(0);
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    // An entry that was begun and never marked, which the start marks as erased.
    await run(['flash', 'nvs', 'set', image, 'app', 'key', 'u8', '1']);
    const broken = readFileSync(image);
    broken.set([1, 1, 1, 255], 0x9000 + 64 + 2 * 32);
    writeFileSync(image, broken);
    const ended = jsonLines(await run(device('--flash', image, '--power-cut', '0', '--json')));
    expect(ended.slice(-2)).toEqual([{ event: 'power-cut' }, { result: 'power-cut' }]);
  });

  test.each(['never', 'apply:', 'apply:x', '-1', '1.5'])('at %s is refused', async (when) => {
    expectFailure(await run(device(`--power-cut=${when}`)), 2, 'usage/invalid-option');
  });
});

describe.concurrent('damage on request', { timeout: testTimeoutMs }, () => {
  test.each([
    ['corrupt-table', 'flash_parts: Incorrect MD5 checksum', 'flash/not-bootable'],
    ['no-keys', 'nvs: Failed to generate NVS encr-keys: [0x102] (ESP_ERR_INVALID_ARG)', 'flash/no-nvs'],
  ] as const)('of kind %s keeps the chip from starting, with its words', async (kind, words, code) => {
    const ended = await run(device('--flash-fault', kind));
    expectFailure(ended, 10, code);
    expect(ended.stdout).toContain(words);
  });

  test('to NVS costs what was stored, and goes into the image', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    await run(['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.ssid', 'ssid', 'myssid']);
    await using damaged = new Program(device('--flash', image, '--flash-fault', 'corrupt-nvs'));
    await damaged.sees(/Starting provisioning/);
    await damaged.end();
    expectFailure(await run(['flash', 'nvs', 'get', image, 'nvs.net80211', 'sta.ssid']), 2, 'flash/invalid-value');
  });

  test('that leaves too small a partition makes the device refuse credentials', async () => {
    await using small = await startDevice(['--fast', '--flash-fault', 'small-nvs']);
    expectFailure(await run(credentials(small.address)), 8, 'device/apply-refused');
    await small.program.sees(/wifi_prov_mgr: Failed to set Wi-Fi configuration/);
    expect(small.program.output).not.toContain(secrets.password);
  });

  test('of another kind is refused, and an image without a table cannot be damaged further', async () => {
    expectFailure(await run(device('--flash-fault', 'water')), 2, 'usage/invalid-option');
    using scratch = new Scratch();
    const image = scratch.path('blank.bin');
    writeFileSync(image, new Uint8Array(0x10000).fill(0xff));
    expectFailure(await run(device('--flash', image, '--flash-fault', 'small-nvs')), 10, 'flash/not-bootable');
  });
});
