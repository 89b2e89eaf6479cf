import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials, scratchFile, startDevice } from './support/device.ts';
import { expectFailure, jsonLines } from './support/expect-failure.ts';
import { Program, run } from './support/program.ts';
import { secrets } from './support/secrets.ts';

/** Lines of a log without their timestamps, as the README of Espressif's example prints them. */
const withoutTime = (lines: readonly string[]) => lines.map((line) => line.replace(/^([EWIDV]) \(\d+\)/, '$1'));

describe('provisioning', () => {
  test('ends with both sides telling the same address', async () => {
    const { program, address } = await startDevice(['--fast', '--flash', scratchFile('flash')]);
    const client = await run(credentials(address));
    expect(client.code).toBe(0);
    expect(client.stdout).toMatch(/^Provisioning was successful: .*myssid.* 192\.168\.43\.220 .*\n$/);
    await program.sees(/app: Connected with IP Address:192\.168\.43\.220/);
    await program.sees(/wifi_prov_mgr: Provisioning stopped/);
    expect((await program.end()).code).toBe(0);
  });

  test('is remembered over a restart, and the device offers no service any more', async () => {
    const flash = scratchFile('flash');
    const first = await startDevice(['--fast', '--flash', flash]);
    expect((await run(credentials(first.address))).code).toBe(0);
    await first.program.end('SIGKILL');
    const again = new Program(['device', '--transport', 'softap', '--fast', '--flash', flash, '--log-level', 'debug']);
    await again.sees(/Connected with IP Address:192\.168\.43\.220/);
    expect(again.output).not.toContain('--service_name');
    expect(withoutTime(again.lines).slice(0, 3)).toEqual([
      'D wifi_prov_mgr: Found Wi-Fi SSID : myssid',
      'D wifi_prov_mgr: Found Wi-Fi Password : m********d',
      'I app: Already provisioned, starting Wi-Fi STA',
    ]);
  });

  test('prints the lines of the README, in its order', async () => {
    const { program } = await startDevice();
    const lines = withoutTime(program.lines).filter((line) => !line.includes('STA Start'));
    expect(lines.slice(0, 3)).toEqual([
      'I app: Starting provisioning',
      'I app: Provisioning started',
      'I wifi_prov_mgr: Provisioning started with service name : PROV_261FCC',
    ]);
    // Milliseconds of the chip, from about where the README's begin.
    expect(program.lines[0]).toMatch(/^I \(4\d\d\) app: /);
  });

  test('with a wrong password ends with both sides naming the reason, and the device keeps it until it is erased', async () => {
    const flash = scratchFile('flash');
    const first = await startDevice(['--flash', flash]);
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

    const stuck = new Program(['device', '--transport', 'softap', '--flash', flash]);
    await stuck.sees(/app: Already provisioned, starting Wi-Fi STA/);
    await stuck.end('SIGKILL');

    rmSync(flash);
    await startDevice(['--fast', '--flash', flash]);
  });

  test('with an unknown network ends with both sides naming the reason', async () => {
    const { program, address } = await startDevice([]);
    expectFailure(await run(credentials(address, { ssid: 'nobody' })), 1, 'wifi/network-not-found');
    await program.sees(/Provisioning failed!\n\tReason : Wi-Fi AP not found\n/);
  });

  test('is possible again after a failure where the device resets itself', async () => {
    const { address } = await startDevice(['--on-failure', 'reset']);
    expectFailure(await run(credentials(address, { password: secrets.wrongPassword })), 1, 'wifi/auth-error');
    const second = await run(credentials(address));
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('192.168.43.220');
  });
});

describe('a device', () => {
  test('of security 0 is provisioned without a secret', async () => {
    const { address } = await startDevice(['--fast', '--security', '0']);
    const { code, stderr } = await run([
      ...['--service_name', address, '--ssid', 'myssid', '--passphrase', secrets.password],
    ]);
    expect(stderr).toContain('security 0');
    expect(code).toBe(0);
  });

  test('without proof of possession is provisioned without one, and with one that is not needed', async () => {
    const { address } = await startDevice(['--fast', '--no-pop', '--no-auto-stop']);
    const info = await run(['info', '--service_name', address]);
    expect(info.stdout).toContain('no_pop');
    expect((await run(['scan', '--service_name', address])).code).toBe(0);
    expect((await run(credentials(address))).code).toBe(0);
  });

  test('with an empty proof of possession wants one and takes an empty one, as the firmware does', async () => {
    const { address } = await startDevice(['--fast', '--pop', '']);
    expect((await run(['info', '--service_name', address])).stdout).not.toContain('no_pop');
    expect((await run(['scan', '--service_name', address, '--pop', ''])).code).toBe(0);
  });

  test('takes the proof of possession that it was started with', async () => {
    const { address } = await startDevice(['--fast', '--pop', secrets.otherPop]);
    expect((await run(['scan', '--service_name', address, '--pop', secrets.otherPop])).code).toBe(0);
    expectFailure(await run(['scan', '--service_name', address, '--pop', secrets.pop]), 6, 'session/proof-mismatch');
  });

  test('gets custom data before the credentials and answers them', async () => {
    const { program, address } = await startDevice();
    const client = await run([...credentials(address), '--custom_data', 'Grüße aus der Küche']);
    expect(client.code).toBe(0);
    expect(client.stderr).toContain('custom-data answered: SUCCESS\n');
    await program.sees(/Received data: Grüße aus der Küche\n[^]*Received Wi-Fi credentials/);
  });

  test('joins a network whose name is not ASCII', async () => {
    const { program, address } = await startDevice();
    const client = await run(credentials(address, { ssid: 'Café ☕', password: secrets.otherPassword }));
    expect(client.code).toBe(0);
    expect(client.stdout).toContain('joined Café ☕ ');
    await program.sees(/SSID {5}: Café ☕\n/);
  });

  test('joins an open network', async () => {
    const { address } = await startDevice();
    expect((await run(credentials(address, { ssid: 'Cafe-Guest', password: '' }))).code).toBe(0);
  });

  test('of the asked protocol version is provisioned, in whatever case the version is written', async () => {
    const { address } = await startDevice();
    expect((await run([...credentials(address), '--proto_ver', 'V1.1'])).code).toBe(0);
  });

  test('of another protocol version is left alone', async () => {
    const { program, address } = await startDevice();
    expectFailure(await run([...credentials(address), '--proto_ver', 'v9.9']), 5, 'version/mismatch');
    expect(program.output).not.toContain('Secured session established!');
  });

  test('ends by itself with --exit-when-provisioned', async () => {
    const { program, address } = await startDevice(['--fast', '--exit-when-provisioned', '--json']);
    expect((await run(credentials(address))).code).toBe(0);
    const ended = await program.ended();
    expect(ended.code).toBe(0);
    expect(jsonLines(ended).at(-1)).toEqual({ result: 'provisioned' });
  });

  test('is told apart by its address', async () => {
    const { program } = await startDevice(['--fast', '--mac', '24:0A:C4:00:ab:cd']);
    await program.sees(/service name : PROV_00ABCD/);
  });

  test('hears the networks of its air file', async () => {
    const air = scratchFile('air.json');
    writeFileSync(air, JSON.stringify([{ ssid: 'Attic', auth: 'WPA2_PSK', password: secrets.otherPassword }]));
    const { address } = await startDevice(['--fast', '--air', air]);
    const { stdout } = await run(['scan', '--service_name', address, '--pop', secrets.pop]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(/\[ 1\] Attic /);
    expect((await run(credentials(address, { ssid: 'Attic', password: secrets.otherPassword }))).code).toBe(0);
  });
});
