import { readFileSync } from 'node:fs';
import { chips, releaseProfiles } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from './support/device.ts';
import { expectFailure, jsonLines } from './support/expect-failure.ts';
import { run, testTimeoutMs } from './support/program.ts';
import { Scratch } from './support/scratch.ts';
import { secrets } from './support/secrets.ts';

const deviceOptions = ['--transport', '--service-name', '--sec-ver', '--pop', '--proto-ver', '--json'];
const commands = [
  { command: 'provision', options: [...deviceOptions, '--ssid', '--passphrase', '--custom-data', '--timeout'] },
  { command: 'info', options: deviceOptions },
  { command: 'scan', options: [...deviceOptions, '--passive'] },
  {
    command: 'device',
    options: [
      '--flash',
      '--transport',
      '--listen',
      '--security',
      '--pop',
      '--no-pop',
      '--mac',
      '--air',
      '--on-failure',
    ].concat(['--no-auto-stop', '--log-level', '--log-secrets', '--exit-when-provisioned', '--fast', '--json']),
  },
];

describe.concurrent('help', { timeout: testTimeoutMs }, () => {
  test.each(commands)('of $command names every option, on stdout', async ({ command, options }) => {
    // The help of the device shows the proof of possession that Espressif's example has printed in its README.
    for (const args of [
      [command, '--help'],
      ['help', command],
    ]) {
      const ended = await run(args, { mayPrintSecrets: true });
      expect(ended.stdout).toMatch(new RegExp(`^Usage: esp-prov ${command} `));
      for (const option of options) expect(ended.stdout).toMatch(new RegExp(`^ +(-\\w, )?${option}[ ,]`, 'm'));
      expect(ended.stderr).toBe('');
      expect(ended.code).toBe(0);
    }
  });

  test('of the device names every chip and every profile that the virtual device has', async () => {
    const { stdout } = await run(['device', '--help'], { mayPrintSecrets: true });
    const [, chipNames = '', profileNames = ''] =
      /--chip .*?choices: (.*?),\s+default.*--profile .*?choices: (.*?),\s+default/s.exec(stdout) ?? [];
    const listed = (text: string) => text.split(',').map((name) => name.trim().replaceAll('"', ''));
    expect(listed(chipNames)).toEqual(chips.filter(({ hasWifi }) => hasWifi).map(({ name }) => name));
    // Kept in step with the sources by their type; each is explained in docs/reference/virtual-esp32.md.
    const kinds = /prov-config:2=drop\s+\(([^)]*)\)/.exec(stdout)?.[1] ?? '';
    expect(listed(kinds.replace(/\s+/g, ' '))).toEqual(['drop', 'lose', 'hang', 'delay', 'duplicate', 'garble']);
    expect(listed(profileNames)).toEqual(releaseProfiles.map(({ name }) => name));
  });

  test('names every command', async () => {
    const ended = await run(['--help']);
    for (const { command } of commands) expect(ended.stdout).toMatch(new RegExp(`^ +${command} `, 'm'));
    expect(ended.code).toBe(0);
  });

  test('is not needed for the version, which tells the releases that it speaks', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const ended = await run(['--version']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const [first, ...families] = ended.stdout.trimEnd().split('\n');
    expect(first).toBe(`esp-prov ${version}`);
    expect(families.join(' ')).toMatch(
      /ESP-IDF v3\.2 to v5\.5.*network_provisioning 1\.0 to 1\.2.*security 0, 1 and 2/,
    );
  });
});

describe.concurrent('options', { timeout: testTimeoutMs }, () => {
  test('are understood as esp_prov writes them, with values behind a space or an equals sign', async () => {
    await using device = await startDevice();
    const ended = await run([
      '--transport=httpd',
      `--service_name=${device.address}`,
      '--sec_ver=1',
      '--proto_ver',
      'v1.1',
      `--pop=${secrets.pop}`,
      '--ssid=myssid',
      `--passphrase=${secrets.password}`,
      '--custom_data=a=b_c',
    ]);
    expect(ended.code).toBe(0);
    await device.program.sees(/Received data: a=b_c\n/);
  });

  test('of v3.2 for another transport are left aside with a warning, as that tool took both at once', async () => {
    await using device = await startDevice();
    const names = ['--softap_endpoint', device.address, '--ble_devname', 'PROV_261FCC'];
    const ended = await run(['info', ...names]);
    expect(ended.stderr).toContain('warning: --ble-devname means nothing to --transport softap and is ignored\n');
    expect(ended.code).toBe(0);
    const told = { event: 'warning', option: '--ble-devname', text: expect.stringContaining('is ignored') };
    expect(jsonLines(await run(['info', ...names, '--json']))).toContainEqual(told);
    const same = await run(['info', '--service_name', device.address, '--softap_endpoint', device.address]);
    expect(same.code).toBe(0);
    expect(same.stderr).not.toContain('warning');
  });

  test('keep values that look like options with underscores', async () => {
    using scratch = new Scratch();
    const name = '--service_name';
    const password = secrets.optionLikePassword;
    await using device = await startDevice(['--fast', '--air', scratch.air({ ssid: name, password })]);
    const ended = await run([...credentials(device.address, { ssid: name, password }), '--custom_data', '--proto_ver']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('joined --service_name ');
    await device.program.sees(/Received data: --proto_ver\n/);
  });

  test.each([
    { args: ['--sid', 'x'], told: "Unknown option '--sid' (Did you mean --ssid?)." },
    { args: ['--service_nam'], told: "Option '--service-name <name>' argument missing." },
    { args: ['info', '--ssid', 'x'], told: "Unknown option '--ssid'" },
    { args: ['device', '--exit-when-provisione'], told: '(Did you mean --exit-when-provisioned?).' },
    { args: ['--service_name'], told: "Option '--service-name <name>' argument missing." },
    { args: ['--transport', 'usb'], told: 'Allowed choices are softap, httpd, ble, console.' },
    { args: ['--sec_ver', '3'], told: 'Expected 0, 1 or 2, for example 1.' },
    { args: ['--timeout', 'soon'], told: 'Expected a number of seconds, for example 30.' },
    { args: ['--exchange-timeout', '0'], told: 'Expected a number of seconds, for example 30.' },
    { args: ['device', '--listen', 'host:99999'], told: 'Expected host:port or a port, for example 127.0.0.1:8080.' },
    { args: ['device', '--mac', '24:0a'], told: 'Expected six bytes, for example 24:0a:c4:26:1f:cc.' },
    { args: ['device', '--on-failure', 'cry'], told: 'Allowed choices are keep, reset.' },
    {
      args: ['device', '--security', '2', '--username', ''],
      told: 'Expected at least one character, for example wifiprov.',
    },
    {
      args: ['device', '--fault', 'prov-config'],
      told: 'Expected endpoint:number=kind, for example prov-config:2=drop.',
    },
    { args: ['device', '--fault', 'prov-config:0=drop'], told: 'Expected endpoint:number=kind' },
    {
      args: ['device', '--fault', 'prov-config=eat'],
      told: 'There is no fault eat; there are drop, lose, hang, delay, duplicate, garble.',
    },
    {
      args: ['device', '--fault', 'prov-conf=drop'],
      told: 'no endpoint prov-conf; it has prov-ctrl, prov-scan, prov-session, prov-config, proto-ver, custom-data.',
    },
    {
      args: ['device', '--profile', 'idf-3.2', '--fault', 'prov-ctrl:1=drop'],
      told: 'the profile idf-3.2 has no endpoint prov-ctrl; it has prov-session, prov-config, proto-ver.',
    },
    {
      args: ['info', '--service_name', '127.0.0.1:1', '--softap_endpoint', '127.0.0.1:2'],
      told: '--service-name and --softap-endpoint name two different services.',
    },
    {
      args: ['info', '--transport', 'ble', '--service_name', 'PROV_1', '--ble_devname', 'PROV_2'],
      told: '--service-name and --ble-devname name two different services.',
    },
    { args: ['--sec', '2'], told: '--sec is ambiguous: it could be --sec-ver, --sec2-username, --sec2-pwd' },
    { args: ['--vers'], told: "Unknown option '--vers' (Did you mean --version?)." },
    { args: ['scan', '-ssid', 'x'], told: '       Run esp-prov scan --help.\n' },
    { args: ['prvision', '--xyz'], told: 'There is no command "prvision" (Did you mean provision?).' },
    {
      args: ['xyz'],
      told: 'The commands are provision, discover, info, scan, reset, reprov, send, session, credentials, qr',
    },
    { args: ['--json=', 'scan'], told: "'--json'" },
    { args: ['--plain', 'scan'], told: 'A command stands before its options, as in esp-prov scan --json.' },
    { args: ['flash', 'nvs', 'generate_keys', 'x'], told: '(Did you mean generate-key?)' },
    { args: ['--passhrase=xyzzy'], told: "Unknown option '--passhrase' (Did you mean --passphrase?)." },
    { args: ['info', 'extra'], told: 'Too many arguments for' },
  ])('that are wrong end with code 2 and what would be right: $args', async ({ args, told }) => {
    const ended = await run(args);
    expectFailure(ended, 2, 'usage/invalid-option');
    expect(ended.stderr).toContain(told);
    expect(ended.stdout).toBe('');
  });
});
