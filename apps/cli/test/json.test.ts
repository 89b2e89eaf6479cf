import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from './support/device.ts';
import { expectJsonFailure, jsonLines } from './support/expect-failure.ts';
import { run, testTimeoutMs } from './support/program.ts';
import { Scratch } from './support/scratch.ts';
import { secrets } from './support/secrets.ts';

describe.concurrent('with --json', { timeout: testTimeoutMs }, () => {
  test('a provisioning is a line for every event and the result as the last one', async () => {
    await using device = await startDevice();
    const ended = await run([...credentials(device.address), '--custom-data', 'hello', '--json']);
    const lines = jsonLines(ended);
    expect(lines.map(({ event }) => event).filter((event) => event !== 'status')).toEqual([
      'connecting',
      'session-established',
      'custom-data',
      'sending-credentials',
      'credentials-sent',
      'applying',
      'applied',
      undefined,
    ]);
    expect(lines.at(-1)).toEqual({
      result: 'provisioned',
      ip4: '192.168.43.220',
      ssid: 'myssid',
      bssid: 'aa:bb:cc:dd:ee:ff',
      channel: 6,
      auth: 'WPA2_PSK',
    });
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
  });

  test('the version of a device is the last line', async () => {
    await using device = await startDevice();
    const ended = await run(['info', '--json', '--service_name', device.address]);
    expect(jsonLines(ended).at(-1)).toMatchObject({
      result: 'info',
      address: device.address,
      version: 'v1.1',
      managed: true,
      securityVersion: 1,
      capabilities: ['wifi_scan'],
    });
    expect(ended.stderr).toBe('');
  });

  test('a scan is one line with all networks', async () => {
    await using device = await startDevice();
    const ended = await run(['scan', '--json', '--service_name', device.address, '--pop', secrets.pop]);
    const last = jsonLines(ended).at(-1) as { result: string; networks: Record<string, unknown>[] };
    expect(last.result).toBe('networks');
    expect(last.networks).toHaveLength(8);
    expect(last.networks.find(({ ssid }) => ssid === 'Café ☕')).toMatchObject({
      ssidHex: Buffer.from('Café ☕').toString('hex'),
      bssid: '02:10:20:fa:fe:7f',
      channel: 3,
      rssi: -70,
      auth: 'WPA_WPA2_PSK',
      authMode: 4,
    });
    expect(ended.stderr).toBe('');
  });

  test('a device tells its log and its events, and at the end that it was switched off', async () => {
    await using device = await startDevice(['--fast', '--json']);
    expect((await run(credentials(device.address))).code).toBe(0);
    await device.program.sees(/"event":"service-ended"/);
    const ended = await device.program.end('SIGTERM');
    const lines = jsonLines(ended);
    expect(lines[0]).toEqual({ event: 'log', line: 'ets Jul 29 2019 12:21:46' });
    expect(lines).toContainEqual({
      event: 'log',
      line: expect.stringMatching(/^I \(\d+\) app: Starting provisioning$/),
    });
    const events = lines.map(({ event }) => event).filter((event) => event !== 'log');
    expect(new Set(events)).toEqual(
      new Set([
        'provisioning-started',
        'qr-code',
        'credentials-received',
        'connected',
        'provisioning-succeeded',
        'service-ended',
        undefined,
      ]),
    );
    expect(lines.find(({ event }) => event === 'credentials-received')).toEqual({
      event: 'credentials-received',
      ssid: 'myssid',
    });
    expect(lines.at(-1)).toEqual({ result: 'switched-off' });
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
  });

  test('commands that need no device print one value', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    await run(['flash', 'nvs', 'set', image, 'app', 'count', 'u32', '7']);
    const made = ['--username', 'wifiprov', '--password', secrets.pop];
    const nvs = (what: string, ...more: string[]) => ['flash', 'nvs', what, image, ...more];
    for (const [args, result] of [
      [['credentials', ...made], 'credentials'],
      [['--sec2_gen_cred', '--sec_ver', '2', '--sec2_username', 'wifiprov', '--sec2_pwd', secrets.pop], 'credentials'],
      [['flash', 'table', image], 'table'],
      [nvs('list'), 'entries'],
      [nvs('get', 'app', 'count'), 'value'],
      [nvs('check'), 'findings'],
      [nvs('stats'), 'stats'],
    ] as const) {
      const ended = await run([...args, '--json']);
      expect(jsonLines(ended)).toEqual([expect.objectContaining({ result })]);
      expect(ended.code).toBe(0);
    }
  });

  test('a reset and a damaged partition are told', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(scratch.quickRadio());
    expect((await run(credentials(device.address, { password: secrets.wrongPassword }))).code).toBe(1);
    const reset = await run(['reset', '--json', '--service_name', device.address, '--pop', secrets.pop]);
    expect(jsonLines(reset).at(-1)).toEqual({ result: 'reset' });
    const broken = scratch.path('broken.bin');
    writeFileSync(
      broken,
      Uint8Array.from({ length: 0x3000 }, (_, i) => (i * 73) & 0xff),
    );
    const checked = await run(['flash', 'nvs', 'check', broken, '--json']);
    const { findings } = jsonLines(checked)[0] as { findings: object[] };
    expect(findings[0]).toMatchObject({ severity: 'error', remedy: expect.any(String) });
    expect(checked.code).toBe(10);
  });

  test.each([[['--sid', 'x']], [['scan', '--sec_ver', '7']], [['device', '--listen', 'nowhere']], [['prvision']]])(
    'wrong usage (%j) is told as the last line too',
    async (args) => {
      const ended = await run([...args, '--json']);
      expectJsonFailure(ended, 2, 'usage/invalid-option');
      expect(ended.stderr).toBe('');
    },
  );
});
