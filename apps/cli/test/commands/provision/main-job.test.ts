import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

/** Lines of a log without their timestamps, as the README of Espressif's example prints them. */
const withoutTime = (lines: readonly string[]) =>
  lines
    .slice(lines.findIndex((line) => line.includes('End of partition table')) + 1)
    .map((line) => line.replace(/^([EWIDV]) \(\d+\)/, '$1'));

describe.concurrent('provisioning', { timeout: testTimeoutMs }, () => {
  test('ends with both sides telling the same address', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(['--fast', '--flash', scratch.path('flash')]);
    const client = await run(credentials(device.address));
    expect(client.code).toBe(0);
    expect(client.stdout).toMatch(/^Provisioning was successful: .*myssid.* 192\.168\.43\.220 .*\n$/);
    await device.program.sees(/app: Connected with IP Address:192\.168\.43\.220/);
    await device.program.sees(/wifi_prov_mgr: Provisioning stopped/);
    expect((await device.program.end()).code).toBe(0);
  });

  test('is remembered over a restart, and the device offers no service any more', async () => {
    using scratch = new Scratch();
    const flash = scratch.path('flash');
    await using first = await startDevice(['--fast', '--flash', flash]);
    expect((await run(credentials(first.address))).code).toBe(0);
    await first.program.end('SIGKILL');
    await using again = new Program([
      'device',
      '--transport',
      'softap',
      '--fast',
      '--flash',
      flash,
      '--log-level',
      'debug',
    ]);
    await again.sees(/Connected with IP Address:192\.168\.43\.220/);
    expect(again.output).not.toContain('--service-name');
    expect(withoutTime(again.lines).slice(0, 3)).toEqual([
      'D wifi_prov_mgr: Found Wi-Fi SSID : myssid',
      'D wifi_prov_mgr: Found Wi-Fi Password : m********d',
      'I app: Already provisioned, starting Wi-Fi STA',
    ]);
  });

  test('prints the lines of the README, in its order', async () => {
    await using device = await startDevice();
    await device.program.sees(/service name : /);
    const lines = withoutTime(device.program.lines).filter((line) => !line.includes('STA Start'));
    expect(lines.slice(0, 3)).toEqual([
      'I app: Starting provisioning',
      'I app: Provisioning started',
      'I wifi_prov_mgr: Provisioning started with service name : PROV_261FCC',
    ]);
    expect(device.program.lines.find((line) => line.includes(' app: '))).toMatch(/^I \(\d{3,}\) app: /);
  });

  test('with a wrong password ends with both sides naming the reason, and the device keeps it until it is erased', async () => {
    using scratch = new Scratch();
    const flash = scratch.path('flash');
    await using first = await startDevice(['--flash', flash, ...scratch.quickRadio()]);
    const client = await run(credentials(first.address, { password: secrets.wrongPassword }));
    expectFailure(client, 1, 'wifi/auth-error');
    expect(client.stdout).toBe('');
    await first.program.sees(/Please reset to factory and retry provisioning/);
    const log = withoutTime(first.program.lines);
    const failed = log.indexOf('E app: Provisioning failed!');
    expect(log.slice(failed, failed + 3)).toEqual([
      'E app: Provisioning failed!',
      'Reason : Wi-Fi AP password incorrect',
      'Please reset to factory and retry provisioning',
    ]);
    await first.program.end('SIGKILL');

    await using stuck = new Program(['device', '--transport', 'softap', '--flash', flash]);
    await stuck.sees(/app: Already provisioned, starting Wi-Fi STA/);
    await stuck.end('SIGKILL');

    rmSync(flash);
    await using erased = await startDevice(['--fast', '--flash', flash]);
    expect(erased.program.output).toContain('Starting provisioning');
  });

  test('with an unknown network ends with both sides naming the reason', async () => {
    await using device = await startDevice([]);
    expectFailure(await run(credentials(device.address, { ssid: 'nobody' })), 1, 'wifi/network-not-found');
    await device.program.sees(/Provisioning failed!\n\tReason : Wi-Fi AP not found\n/);
  });

  test('is possible again after a failure where the device resets itself', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(['--on-failure', 'reset', ...scratch.quickRadio()]);
    expectFailure(await run(credentials(device.address, { password: secrets.wrongPassword })), 1, 'wifi/auth-error');
    const second = await run(credentials(device.address));
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('192.168.43.220');
  });
});

describe.concurrent('a device', { timeout: testTimeoutMs }, () => {
  test('of security 0 is provisioned without a secret', async () => {
    await using device = await startDevice(['--fast', '--security', '0']);
    const { code, stderr } = await run([
      ...['--service_name', device.address, '--ssid', 'myssid', '--passphrase', secrets.password],
    ]);
    expect(stderr).toContain('warning: under security 0 nothing is encrypted and the device proves nothing');
    expect(code).toBe(0);
  });

  test('without proof of possession is provisioned without one, and not with one that it claims not to need', async () => {
    await using device = await startDevice(['--fast', '--no-pop', '--no-auto-stop']);
    const info = await run(['info', '--service_name', device.address]);
    expect(info.stdout).toContain('no_pop');
    expectFailure(await run(credentials(device.address)), 6, 'session/downgraded');
    const scan = await run(['scan', '--service_name', device.address]);
    expect(scan.code).toBe(0);
    expect(scan.stderr.match(/warning: .*the device proves nothing/g)).toHaveLength(1);
  });

  test('with an empty proof of possession wants one and takes none where that is said, as the firmware does', async () => {
    await using device = await startDevice(['--fast', '--pop', '']);
    expect((await run(['info', '--service_name', device.address])).stdout).not.toContain('no_pop');
    const scan = ['scan', '--service_name', device.address];
    expectFailure(await run([...scan, '--pop', '']), 6, 'session/pop-required');
    expect((await run([...scan, '--no-pop'])).code).toBe(0);
  });

  test('takes the proof of possession that it was started with', async () => {
    await using device = await startDevice(['--fast', '--pop', secrets.otherPop]);
    expect((await run(['scan', '--service_name', device.address, '--pop', secrets.otherPop])).code).toBe(0);
    expectFailure(
      await run(['scan', '--service_name', device.address, '--pop', secrets.pop]),
      6,
      'session/proof-mismatch',
    );
  });

  test('gets custom data before the credentials and answers them', async () => {
    await using device = await startDevice();
    const client = await run([...credentials(device.address), '--custom_data', 'Grüße aus der Küche']);
    expect(client.code).toBe(0);
    expect(client.stderr).toContain('custom-data answered: SUCCESS\n');
    await device.program.sees(/Received data: Grüße aus der Küche\n.*Received Wi-Fi credentials/s);
  });

  test('joins a network whose name is not ASCII', async () => {
    await using device = await startDevice();
    const client = await run(credentials(device.address, { ssid: 'Café ☕', password: secrets.otherPassword }));
    expect(client.code).toBe(0);
    expect(client.stdout).toContain('joined Café ☕ ');
    await device.program.sees(/SSID {5}: Café ☕\n/);
  });

  test('joins an open network', async () => {
    await using device = await startDevice();
    expect((await run(credentials(device.address, { ssid: 'Cafe-Guest', password: '' }))).code).toBe(0);
  });

  test('of the asked protocol version is provisioned, in whatever case the version is written', async () => {
    await using device = await startDevice();
    expect((await run([...credentials(device.address), '--proto_ver', 'V1.1'])).code).toBe(0);
  });

  test('of another protocol version is left alone', async () => {
    await using device = await startDevice();
    expectFailure(await run([...credentials(device.address), '--proto_ver', 'v9.9']), 5, 'version/mismatch');
    expect(device.program.output).not.toContain('Secured session established!');
  });

  test('ends by itself with --exit-when-provisioned', async () => {
    await using device = await startDevice(['--fast', '--exit-when-provisioned', '--json']);
    expect((await run(credentials(device.address))).code).toBe(0);
    const ended = await device.program.ended();
    expect(ended.code).toBe(0);
    expect(jsonLines(ended).at(-1)).toEqual({ result: 'provisioned' });
  });

  test('is told apart by its address', async () => {
    await using device = await startDevice(['--fast', '--mac', '24:0A:C4:00:ab:cd']);
    await device.program.sees(/service name : PROV_00ABCD/);
  });

  test('hears the networks of its air file', async () => {
    using scratch = new Scratch();
    const air = scratch.air({ ssid: 'Attic', password: secrets.otherPassword });
    await using device = await startDevice(['--fast', '--air', air]);
    const { stdout } = await run(['scan', '--service_name', device.address, '--pop', secrets.pop]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(/\[ 1\] Attic /);
    expect((await run(credentials(device.address, { ssid: 'Attic', password: secrets.otherPassword }))).code).toBe(0);
  });
});
