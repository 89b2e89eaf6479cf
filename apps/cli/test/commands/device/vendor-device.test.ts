import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { requireBus, startBleDevice } from '../../support/ble-device.ts';
import { startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const answers = `
endpoints:
  lamp:
    - request: get
      answer: { json: { on: true, id: 12345678901234567890 } }
    - request: { hex: "00ff" }
      answer: { hex: "cafe00" }
  echo: { echo: true }
  custom-data: from the vendor
`;

describe.concurrent("a vendor's device", { timeout: testTimeoutMs }, () => {
  test('tells its applications, and answers from the file', async () => {
    using scratch = new Scratch();
    const file = scratch.path('lamp.yaml');
    writeFileSync(file, answers);
    const app = ['--app-info', 'lamp=1.2', '--app-info', '__proto__={"ver":"3","cap":["x","y"]}'];
    await using device = await startDevice(['--fast', '--name', 'LAMP 1', ...app, '--endpoints', file]);
    await device.program.sees(/Provisioning started with service name : LAMP 1/);
    const to = ['--service-name', device.address];
    const info = await run(['info', ...to]);
    expect(info.stdout).toContain('Application   lamp 1.2\n');
    expect(info.stdout).toContain('Application   __proto__ 3 (x, y)\n');
    const send = async (...args: string[]) => (await run(['send', ...args, ...to, '--pop', secrets.pop])).stdout;
    expect(await send('lamp', 'get')).toBe('{"on":true,"id":12345678901234567890}\n');
    expect(await send('lamp', '00ff', '--hex', '--json')).toContain('cafe00');
    expect(await send('echo', 'hello')).toBe('hello\n');
    expect(await send('custom-data', 'x')).toBe('from the vendor\n');
    expectFailure(await run(['send', 'lamp', 'put', ...to, '--pop', secrets.pop]), 8, 'endpoint/refused');
  });

  test('of RainMaker says what it has, is read whole, and is opened by its compact QR code', async () => {
    const args = ['--fast', '--vendor', 'rainmaker', '--fault', 'get_params:9=drop'];
    await using device = await startDevice(args, { mayPrintSecrets: true });
    const [, code = ''] = await device.program.sees(/QRCODE: (NP:PROV_\S+)/);
    const to = ['--service-name', device.address];
    const info = await run(['info', ...to]);
    expect(info.stdout).toContain('Application   rmaker_extra 1.0 (ch_resp, local_ctrl)\n');
    expect(info.stdout).toContain('Endpoint      get_config: reads the configuration of the RainMaker node\n');
    const send = async (...args: string[]) => await run(['send', ...args, ...to, '--qr', code]);
    const config = await send('get_config');
    // More than four fragments.
    expect(config.stdout.length).toBeGreaterThan(800);
    expect(JSON.parse(config.stdout)).toMatchObject({ node_id: '240AC4261FCC' });
    expect((await send('set_params', '{"Light":{"Power":false}}')).stdout).toBe('{"status":"success"}\n');
    const params = await send('get_params', '--json');
    expect(JSON.parse(String(jsonLines(params).at(-1)?.['text']))).toMatchObject({ Light: { Power: false } });
  });

  test('of RainMaker with security 2 is opened by its compact QR code too, which has no room for the user name', async () => {
    const sec2 = ['--profile', 'netprov-1.2', '--security', '2'];
    await using device = await startDevice(['--fast', '--vendor', 'rainmaker', ...sec2], { mayPrintSecrets: true });
    const [, code = ''] = await device.program.sees(/QRCODE: (NP:PROV_\S+)/);
    const read = await run(['send', 'get_params', '--service-name', device.address, '--qr', code]);
    expect(JSON.parse(read.stdout)).toHaveProperty('Light');
  });

  test('of local control is read property by property', async () => {
    await using device = await startDevice(['--fast', '--vendor', 'local-ctrl']);
    const read = await run(['send', 'esp_local_ctrl/control', '--service-name', device.address, '--pop', secrets.pop]);
    expect(JSON.parse(read.stdout)).toMatchObject([
      { index: 0, name: 'timestamp (us)', flags: 1 },
      { index: 1, name: 'property1', type: 1, hex: '15cd5b07', text: null },
      { index: 2, name: 'property2' },
      { index: 3, name: 'property3', hex: '', text: '' },
    ]);
  });

  test('is read without data only where that is known', async () => {
    const ended = await run(['send', 'lamp', '--service-name', '127.0.0.1:9', '--pop', secrets.pop]);
    expectFailure(ended, 2, 'usage/invalid-option', /get_params, get_config, esp_local_ctrl\/control/);
  });

  test('is found over Bluetooth by its name and its service', async (context) => {
    requireBus(context);
    const uuid = '0a1b2c3d-0382-4aea-bff4-6b3f1c5adfb4';
    await using device = await startBleDevice('--fast', '--name', 'LAMP_1', '--service-uuid', uuid.toUpperCase());
    const found = await run(['discover', '--json', '--timeout', '5', '--service-uuid', uuid], device.options);
    expect(JSON.stringify(jsonLines(found))).toContain('LAMP_1');
    const info = await run(['info', '--transport', 'ble', '--service-name', 'LAMP_1'], device.options);
    expect(info.stdout).toContain('Protocol');
  });

  test.each<[string, readonly string[]]>([
    ['an empty name', ['--name', '']],
    ['a name that is longer than an SSID', ['--name', 'x'.repeat(33)]],
    ['a UUID without Bluetooth', ['--service-uuid', '0a1b2c3d-0382-4aea-bff4-6b3f1c5adfb4']],
    ['no UUID', ['--service-uuid', 'ffff']],
    ['an app without a version', ['--app-info', 'lamp']],
    ['the label of provisioning', ['--app-info', 'prov=1']],
    ['an app that says more than firmware can', ['--app-info', 'lamp={"ver":"1","url":"x"}']],
    ['RainMaker where proto-ver is plain text', ['--profile', 'idf-3.2', '--vendor', 'rainmaker']],
    ['a fault at an endpoint of another vendor', ['--vendor', 'local-ctrl', '--fault', 'get_params=drop']],
    ['an app where proto-ver is plain text', ['--profile', 'idf-3.2', '--app-info', 'lamp=1']],
  ])('is refused with %s', async (_, args) => {
    expectFailure(await run(['device', '--transport', 'softap', ...args]), 2, 'usage/invalid-option');
  });

  test('is refused with answers that are none, and tells the place alone', async () => {
    using scratch = new Scratch();
    const file = scratch.path('lamp.yaml');
    writeFileSync(file, `endpoints:\n  lamp: { text: ${secrets.otherPop}, hex: "00" }\n`);
    const ended = await run(['device', '--transport', 'softap', '--endpoints', file]);
    expectFailure(ended, 2, 'endpoint/invalid-answers');
    expect(ended.stderr).toContain('In endpoints.lamp: Expected');
  });
});
