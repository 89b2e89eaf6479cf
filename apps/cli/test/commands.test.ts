import { chips, releaseProfiles } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from './support/device.ts';
import { expectFailure, expectJsonFailure, jsonLines } from './support/expect-failure.ts';
import { run, testTimeoutMs } from './support/program.ts';
import { Scratch } from './support/scratch.ts';
import { secrets } from './support/secrets.ts';

const user = 'wifiprov';

/** Arguments that prove the client to a device of security 2. */
const sec2 = (address: string, password: string = secrets.pop) => [
  '--service_name',
  address,
  '--sec2_username',
  user,
  '--sec2_pwd',
  password,
];

const network = ['--ssid', 'myssid', '--passphrase', secrets.password];

describe.concurrent('security 2', { timeout: testTimeoutMs }, () => {
  test.each(['idf-5.3', 'idf-5.5', 'netprov-1.2', 'netprov-1.2-idf6.0.2', 'netprov-1.4'])(
    'of %s is chosen by itself and provisions',
    async (profile) => {
      await using device = await startDevice(['--fast', '--profile', profile]);
      const ended = await run([...sec2(device.address), ...network]);
      expect(ended.stdout).toContain('192.168.43.220');
      expect(ended.stderr).toContain('security 2');
      expect(ended.stderr.includes('reuses one nonce')).toBe(profile === 'idf-5.3');
      expect(ended.code).toBe(0);
    },
  );

  test('with a wrong password ends as a wrong secret', async () => {
    await using device = await startDevice([
      '--fast',
      '--security',
      '2',
      '--username',
      user,
      '--password',
      secrets.otherPop,
    ]);
    expectFailure(await run([...sec2(device.address, secrets.wrongPop), ...network]), 6, 'session/proof-mismatch');
    expect((await run([...sec2(device.address, secrets.otherPop), ...network])).code).toBe(0);
  });

  test('without credentials and terminal is refused with what to pass', async () => {
    await using device = await startDevice(['--fast', '--security', '2']);
    expectFailure(await run(credentials(device.address)), 6, 'session/user-required');
  });

  test('can be demanded of a device', async () => {
    await using device = await startDevice();
    expectFailure(await run([...credentials(device.address), '--min_sec_ver', '2']), 6, 'session/downgraded');
  });
});

describe.concurrent('reset and reprov', { timeout: testTimeoutMs }, () => {
  test('of a device that failed makes it take another password, by command and by flag', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(scratch.quickRadio());
    const to = ['--service_name', device.address, '--pop', secrets.pop];
    for (const reset of [
      ['reset', ...to],
      ['--reset', ...to],
    ]) {
      expectFailure(await run(credentials(device.address, { password: secrets.wrongPassword })), 1, 'wifi/auth-error');
      expect((await run(reset)).code).toBe(0);
    }
    expect((await run(credentials(device.address))).code).toBe(0);
  });

  test('without a failure are refused with the status of the device', async () => {
    await using device = await startDevice();
    const to = ['--service_name', device.address, '--pop', secrets.pop];
    expectFailure(await run(['reset', ...to]), 8, 'device/status');
    expectFailure(await run(['reprov', ...to]), 8, 'device/status');
  });

  test('reprov makes a connected device take other credentials', async () => {
    await using device = await startDevice(['--fast', '--no-auto-stop']);
    const to = ['--service_name', device.address, '--pop', secrets.pop];
    expect((await run(credentials(device.address))).code).toBe(0);
    expect(jsonLines(await run(['reprov', ...to, '--json'])).at(-1)).toEqual({ result: 'reprovision' });
    const other = await run(credentials(device.address, { ssid: 'Cafe-Guest', password: '' }));
    expect(other.stdout).toContain('Cafe-Guest');
  });

  test('of a release without prov-ctrl are named as missing', async () => {
    await using device = await startDevice(['--fast', '--profile', 'idf-4.4']);
    const ended = await run(['reset', '--service_name', device.address, '--pop', secrets.pop]);
    expectFailure(ended, 5, 'version/feature-missing');
  });
});

describe.concurrent('send', { timeout: testTimeoutMs }, () => {
  test('prints the answer as text, as digits and as JSON', async () => {
    await using device = await startDevice();
    const to = ['--service_name', device.address, '--pop', secrets.pop];
    expect((await run(['send', 'custom-data', 'hello', ...to])).stdout).toBe('SUCCESS\n');
    expect((await run(['send', 'custom-data', '00ff', '--hex', ...to])).stdout).toBe('5355434345535300\n');
    expect(jsonLines(await run(['send', 'custom-data', 'hello', '--json', ...to])).at(-1)).toEqual({
      result: 'answer',
      endpoint: 'custom-data',
      hex: '5355434345535300',
      text: 'SUCCESS',
    });
  });

  test('to an endpoint that is not there, and of digits that are none, fails by name', async () => {
    await using device = await startDevice();
    const to = ['--service_name', device.address, '--pop', secrets.pop];
    expectFailure(await run(['send', 'no-such', 'x', ...to]), 5, 'endpoint/not-found');
    expectFailure(await run(['send', 'custom-data', 'xyz', '--hex', ...to]), 2, 'usage/invalid-option');
  });
});

describe.concurrent('credentials', { timeout: testTimeoutMs }, () => {
  const salt = '036ee0c7bcb9eda84c9eac97d93decf4';

  test('prints the arrays of the example, in lines as the original has them', async () => {
    const { stdout, code } = await run(['credentials', '--username', user, '--password', secrets.pop, '--salt', salt]);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('static const char sec2_salt[] = {');
    expect(lines[1]).toMatch(/^ {4}0x03, 0x6e, .*, 0xf4$/);
    expect(lines.slice(2, 5)).toEqual(['};', '', 'static const char sec2_verifier[] = {']);
    // A line of sixteen values keeps the blank behind its last comma.
    expect(lines[5]).toMatch(/^ {4}0x7c, 0x7c, (0x[0-9a-f]{2}, ){14}$/);
    expect(lines).toHaveLength(5 + 24 + 3);
    expect(code).toBe(0);
  });

  test('prints the same under the flag of esp_prov, behind its title and without a device', async () => {
    const ended = await run(['--sec_ver', '2', '--sec2_gen_cred', '--sec2_username', user, '--sec2_pwd', secrets.pop]);
    expect(ended.stdout).toMatch(
      /^==== Salt-verifier for security scheme 2 \(SRP6a\) ====\nstatic const char sec2_salt\[\]/,
    );
    expect(ended.code).toBe(0);
  });

  test('makes what a device accepts', async () => {
    const made = await run(['credentials', '--username', user, '--password', secrets.otherPop, '--format', 'json']);
    const { salt: random, verifier } = jsonLines(made)[0] as { salt: string; verifier: string };
    expect(random).toMatch(/^(?!00)[0-9a-f]{32}$/);
    // As short as the number is, as firmware keeps it: once in 256 times a byte less.
    expect(verifier).toMatch(/^(?!00)(?:[0-9a-f]{2}){380,384}$/);
    const csv = await run(['credentials', '--username', user, '--password', secrets.otherPop, '--format', 'csv']);
    expect(csv.stdout).toMatch(
      /^key,type,encoding,value\r\nprov,namespace,,\r\nsec2_salt,data,hex2bin,[0-9a-f]{32}\r\nsec2_verifier,data,hex2bin,/,
    );
  });

  test('takes --json and --format json for the same', async () => {
    const made = ['credentials', '--username', user, '--password', secrets.otherPop, '--salt', salt];
    const { stdout } = await run([...made, '--json']);
    expect((await run([...made, '--format', 'json'])).stdout).toBe(stdout);
    expect((await run([...made, '--format', 'json', '--json'])).stdout).toBe(stdout);
  });

  test.each(['csv', 'c'])('refuses --json together with --format %s, and makes nothing', async (format) => {
    const both = ['credentials', '--username', user, '--password', secrets.otherPop, '--format', format, '--json'];
    const ended = await run(both);
    expectJsonFailure(ended, 2, 'usage/invalid-option');
    expect(jsonLines(ended)).toHaveLength(1);
    expect(ended.stdout).toContain(`--json and --format ${format} ask for two different things.`);
  });

  test('makes a strong password, which is told beside what the device gets', async () => {
    const made = ['credentials', '--username', user, '--generate'];
    const printed = await run(made);
    expect(printed.stdout).toMatch(/^static const char sec2_salt\[\] = \{\n/);
    expect(printed.stderr).toMatch(/^password: [a-hj-km-np-z2-9]{16}\n$/);
    const [json] = jsonLines(await run([...made, '--json'])) as [Record<'password' | 'salt' | 'verifier', string>];
    const again = ['credentials', '--username', user, '--password', json.password, '--salt', json.salt, '--json'];
    expect(jsonLines(await run(again))[0]).toMatchObject({ verifier: json.verifier });
    expect((await run(['credentials', '--generate'])).stdout).toMatch(/^[a-hj-km-np-z2-9]{16}\n$/);
    expect(jsonLines(await run(['credentials', '--generate', '--json']))).toEqual([
      { result: 'credentials', pop: expect.stringMatching(/^[a-hj-km-np-z2-9]{16}$/) },
    ]);
  });

  test('makes none where one is given', async () => {
    const password = [...['credentials', '--username', user], '--password', secrets.otherPop, '--generate'];
    expectFailure(await run(password), 2, 'usage/invalid-option');
    expectFailure(await run(['credentials', '--pop', secrets.otherPop, '--generate']), 2, 'usage/invalid-option');
  });

  test('refuses what the tools disagree about, unless told otherwise', async () => {
    const rare = ['credentials', '--username', user, '--password', 'pw0449'];
    expectFailure(await run(rare), 2, 'credentials/unportable');
    expect((await run([...rare, '--force'])).code).toBe(0);
    const zero = ['credentials', '--username', user, '--password', secrets.pop, '--salt', '00ff'];
    expectFailure(await run(zero), 2, 'credentials/unportable');
  });
});

describe.concurrent('a virtual device', { timeout: testTimeoutMs }, () => {
  test('can be every chip and every release that there is', async () => {
    const help = (await run(['device', '--help'], { mayPrintSecrets: true })).stdout.replace(/\s+/g, ' ');
    const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
    expect(help).toContain(
      `(choices: ${quoted(chips.filter(({ hasWifi }) => hasWifi).map(({ name }) => name))}, default`,
    );
    expect(help).toContain(`(choices: ${quoted(releaseProfiles.map(({ name }) => name))}, default`);
  });

  test('without Bluetooth opens its access point by itself, and refuses Bluetooth by name', async () => {
    await using device = await startDevice(['--fast', '--chip', 'esp32s2']);
    expect((await run(credentials(device.address))).code).toBe(0);
    expectFailure(await run(['device', '--chip', 'esp32s2', '--transport', 'ble']), 9, 'host/transport-unavailable');
    const threadOnly = await run(['device', '--chip', 'esp32h2']);
    expectFailure(threadOnly, 9, 'host/transport-unavailable');
    const names = chips.filter(({ hasWifi }) => hasWifi).map(({ name }) => name);
    expect(threadOnly.stderr).toContain('it joins Thread networks only; esp32, esp32s2,');
    for (const name of names) expect(threadOnly.stderr).toMatch(new RegExp(`\\b${name}\\b`));
    expect(threadOnly.stderr).toContain('--chip');
  });

  test.each([
    ['prov-config:2=drop', 3, 'wifi/outcome-unknown'],
    ['prov-session:2=drop', 6, 'session/proof-mismatch'],
    ['proto-ver=drop', 8, 'endpoint/refused'],
  ] as const)('suffers the fault %s on request', async (fault, exitCode, code) => {
    await using device = await startDevice(['--fast', '--fault', fault]);
    expectFailure(await run(credentials(device.address)), exitCode, code);
  });

  test('hears networks of auth modes with and without a name, and they are shown by name or number', async () => {
    using scratch = new Scratch();
    const air = scratch.air({}, { ssid: 'owe', auth: 'OWE' }, { ssid: 'later', auth: 17 });
    await using device = await startDevice(['--fast', '--air', air]);
    const scan = ['scan', '--service_name', device.address, '--pop', secrets.pop];
    expect((await run(scan)).stdout).toMatch(/ owe .* OWE\n.* later .* AUTH_17\n$/s);
    expect(jsonLines(await run([...scan, '--json'])).at(-1)).toMatchObject({
      networks: [
        { auth: 'WPA2_PSK', authMode: 3 },
        { auth: 'OWE', authMode: 9 },
        { auth: 'AUTH_17', authMode: 17 },
      ],
    });
  });

  test('of the betas of v3.2 confirms the version that it is asked for', async () => {
    await using device = await startDevice(['--fast', '--profile', 'idf-3.2-beta']);
    const old = ['--sec_ver', '1', '--proto_ver'];
    expectFailure(await run([...credentials(device.address), ...old, 'V9.9']), 5, 'version/mismatch');
    expect((await run([...credentials(device.address), ...old, 'V0.1'])).code).toBe(0);
  });

  test('of v3.3 keeps its session over one connection without a cookie', async () => {
    await using device = await startDevice(['--fast', '--profile', 'idf-3.3']);
    expect((await run(credentials(device.address))).code).toBe(0);
  });
});

describe.concurrent('patch level 0 of security 2', { timeout: testTimeoutMs }, () => {
  test('is refused where a higher one is demanded, and taken by firmware that has it', async () => {
    await using old = await startDevice(['--fast', '--profile', 'idf-5.3']);
    expectFailure(await run([...sec2(old.address), ...network, '--min-sec-patch', '1']), 6, 'session/downgraded');
    await using patched = await startDevice(['--fast', '--profile', 'idf-5.5']);
    expect((await run([...sec2(patched.address), ...network, '--min-sec-patch', '1'])).code).toBe(0);
  });

  test.each(['prov-scan', 'proto-ver'])('--allow-echo is refused for %s, which is built in', async (endpoint) => {
    const ended = await run(['send', endpoint, 'x', '--allow-echo', ...sec2('127.0.0.1:9')]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(`--allow-echo means nothing to ${endpoint}`);
  });

  test('--allow-echo without custom data is refused', async () => {
    const lonely = [...sec2('127.0.0.1:9'), ...network, '--allow-echo'];
    expectFailure(await run(lonely), 2, 'usage/invalid-option');
  });

  test('is refused by its number', async () => {
    for (const level of ['-1', 'x', '', '256', '1.5']) {
      expectFailure(await run(['info', '--min-sec-patch', level]), 2, 'usage/invalid-option');
    }
  });

  test.each([
    [[], 3],
    [['--allow-nonce-reuse'], 1],
  ])('takes custom data and credentials with %j in %i sessions', async (options, sessions) => {
    await using device = await startDevice(['--fast', '--profile', 'idf-5.3']);
    const custom = ['--custom-data', 'some data', '--verbose', '--json'];
    const ended = await run([...sec2(device.address), ...network, ...custom, ...options]);
    expect(ended.code).toBe(0);
    const asked = jsonLines(ended).filter(
      (line) => line['event'] === 'exchange' && line['endpoint'] === 'prov-session',
    );
    expect(asked).toHaveLength(2 * sessions);
  });
});
