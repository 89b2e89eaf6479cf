import { describe, expect, test } from 'vitest';
import { requireBus, startBleDevice } from '../../support/ble-device.ts';
import { startDevice } from '../../support/device.ts';
import { expectFailure } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const profile = ['--profile', 'netprov-1.4'];
const proof = ['--sec2-username', 'wifiprov', '--sec2-pwd', secrets.pop];
const network = ['--ssid', 'myssid', '--passphrase', secrets.password];

describe.concurrent('a virtual device in session-only mode', { timeout: testTimeoutMs }, () => {
  test('is provisioned, keeps its session, and offers nothing else after a restart', async () => {
    using scratch = new Scratch();
    const args = ['--fast', ...profile, '--session-only', '--flash', scratch.path('dev.bin')];
    {
      await using device = await startDevice(args);
      const to = ['--service-name', device.address];
      expect((await run([...to, ...proof, ...network])).code).toBe(0);
      await device.program.sees(/session_only_prov: Provisioning ended/);
      expect((await run(['send', 'custom-data', 'hi', ...to, ...proof])).stdout).toBe('SUCCESS\n');
    }
    await using device = await startDevice(args);
    await device.program.sees(/Already provisioned/);
    await device.program.sees(/Talk to it with: esp-prov send custom-data hello --transport softap --service-name/);
    const to = ['--service-name', device.address];
    const info = JSON.parse((await run(['info', ...to, '--json'])).stdout.trim().split('\n').at(-1) ?? '');
    expect(JSON.stringify(info)).not.toContain('wifi_prov');
    expect((await run(['send', 'custom-data', 'hi', ...to, ...proof])).stdout).toBe('SUCCESS\n');
  });

  test('has buttons: one restarts it with provisioning', async () => {
    using scratch = new Scratch();
    const args = [...profile, '--session-only', '--flash', scratch.path('dev.bin'), '--json', '--fast'];
    {
      await using device = await startDevice(args);
      expect((await run(['--service-name', device.address, ...proof, ...network])).code).toBe(0);
      await device.program.sees(/"event":"provisioning-ended"/);
    }
    await using device = await startDevice(args, { hosted: false, stdin: 'pipe' });
    await device.program.sees(/"event":"session-started".*"send":"esp-prov send custom-data hello /);
    device.program.type('nonsense\nprovision\n');
    await device.program.sees(/"event":"warning","text":"there is no button nonsense/);
    await device.program.sees(/"event":"provisioning-started"/);
    expect((await device.program.end()).code).toBe(0);
  });

  test('ends when it is provisioned, if it is told to, and at once if it is so already', async () => {
    using scratch = new Scratch();
    const flash = ['--flash', scratch.path('dev.bin'), '--exit-when-provisioned'];
    const args = ['--fast', ...profile, '--session-only', ...flash];
    {
      await using device = await startDevice(args);
      expect((await run(['--service-name', device.address, ...proof, ...network])).code).toBe(0);
      expect((await device.program.ended()).code).toBe(0);
    }
    expect((await run(['device', '--transport', 'softap', ...args])).code).toBe(0);
  });

  test('can take its endpoints away right after success', async () => {
    await using device = await startDevice(['--fast', ...profile, '--session-only', 'at-success']);
    const ended = await run(['--service-name', device.address, ...proof, ...network]);
    await device.program.sees(/session_only_prov: Provisioning ended/);
    // A client that is quick has heard of it before.
    expect([0, 3]).toContain(ended.code);
  });

  test('is found over Bluetooth as long as it advertises', async (context) => {
    requireBus(context);
    await using device = await startBleDevice('--fast', ...profile, '--session-only');
    const found = await run(['info', '--transport', 'ble', '--json'], device.options);
    expect(found.stdout).toContain('netprov-v1.2');
  });

  test.each(['readme', 'idf-5.5', 'netprov-1.2'])('does not exist in the profile %s', async (name) => {
    const ended = await run(['device', '--transport', 'softap', '--profile', name, '--session-only']);
    expectFailure(ended, 2, 'usage/invalid-option');
    expect(ended.stderr).toContain('it needs --profile netprov-1.4');
  });

  test('is refused with a time that is none', async () => {
    const ended = await run(['device', '--transport', 'softap', ...profile, '--session-only', 'never']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('at-stop, at-success');
  });
});
