import { utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { requireBus, startBleDevice } from '../../support/ble-device.ts';
import { expectFailure } from '../../support/expect-failure.ts';
import { FakeTools, nmcliLine, printing } from '../../support/fake-tools.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';

const isLinux = process.platform === 'linux';

/** Names of access points that would steer a screen, forge lines of a list, or are no text. */
const hostile = [
  utf8('PROV_\u001b[2J\u001b]0;x\u0007'),
  utf8('PROV_a:b\nPROV_forged'),
  utf8('PROV_\u202egnp.exe'),
  Uint8Array.of(...utf8('PROV_'), 0xe9, 0xff),
  utf8(`PROV_${'x'.repeat(27)}`),
];

describe.concurrent('discover', { timeout: testTimeoutMs }, () => {
  test.skipIf(!isLinux)('lists access points of devices where Bluetooth cannot be used, and says so', async () => {
    using scratch = new Scratch();
    const tools = new FakeTools(scratch);
    tools.add('nmcli', printing(nmcliLine('Home'), nmcliLine('PROV_1', { security: 'WPA2', signal: 71 })));
    const { code, stdout, stderr } = await run(['discover', '--timeout', '1'], tools);
    expect(stderr).toContain('warning: Bluetooth cannot be used here');
    expect(stdout).toMatch(/^Access points of devices:\n {2}PROV_1 {2}WPA2 {2}71 % {2}channel 6\n/m);
    expect(stdout).not.toContain('Home');
    expect(code).toBe(0);
  });

  test.skipIf(!isLinux)('lets no name steer the screen or forge a line', async () => {
    using scratch = new Scratch();
    const tools = new FakeTools(scratch);
    tools.add('nmcli', printing(...hostile.map((name, last) => nmcliLine(name, { last }))));
    const { stdout } = await run(['discover', '--transport', 'softap'], tools);
    expect(stdout.split('\n')).toHaveLength(1 + hostile.length + 1);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stdout).toContain('0x50524f565fe9ff');
    const json = await run(['discover', '--transport', 'softap', '--json'], tools);
    const { accessPoints, devices, serialPorts } = JSON.parse(json.stdout);
    expect(accessPoints.map(({ ssidHex }: { ssidHex: string }) => ssidHex)).toEqual(
      hostile.map((name) => Buffer.from(name).toString('hex')),
    );
    expect({ devices, serialPorts }).toEqual({ devices: [], serialPorts: null });
  });

  test.skipIf(!isLinux)('takes the beginning of names from an option', async () => {
    using scratch = new Scratch();
    const tools = new FakeTools(scratch);
    tools.add('nmcli', printing(nmcliLine('Lamp-1'), nmcliLine('PROV_1')));
    const { stdout } = await run(['discover', '--transport', 'softap', '--prefix', 'Lamp-'], tools);
    expect(stdout).toContain('Lamp-1');
    expect(stdout).not.toContain('PROV_1');
  });

  test.skipIf(!isLinux)('fails where only Wi-Fi is asked for, and the system does not tell', async () => {
    using scratch = new Scratch();
    const tools = new FakeTools(scratch);
    tools.add('nmcli', "echo 'Error: NetworkManager is not running.' >&2; exit 8");
    const ended = await run(['discover', '--transport', 'softap'], tools);
    expectFailure(ended, 9, 'host/wifi-unusable');
    expect(ended.stderr).toContain('NetworkManager is not running');
  });

  test.skipIf(!isLinux)('lists everything under heads', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    const tools = new FakeTools(scratch);
    tools.add('nmcli', printing(nmcliLine('PROV_1')));
    await using device = await startBleDevice();
    const { stdout, code } = await run(['discover', '--timeout', '5'], {
      env: { ...device.options.env, ...tools.env },
    });
    expect(stdout).toMatch(
      /^Bluetooth:\n {2}S\.N\. [\s\S]*PROV_261FCC[\s\S]*\nSerial ports:\n {2}[\s\S]*\nAccess points of devices:\n {2}PROV_1 /,
    );
    expect(code).toBe(0);
  });

  test.skipIf(!isLinux)('does not look at Wi-Fi where only Bluetooth is asked for', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    const tools = new FakeTools(scratch);
    tools.add('nmcli', '');
    await using device = await startBleDevice();
    const env = { ...device.options.env, ...tools.env };
    for (const only of [
      ['--transport', 'ble'],
      ['--ble-adapter', 'hci0'],
      ['--service-uuid', '021a9004-0382-4aea-bff4-6b3f1c5adfb4'],
    ]) {
      expect((await run(['discover', '--timeout', '1', ...only], { env })).code).toBe(0);
    }
    expect(tools.calls).toEqual([]);
  });

  test('refuses what belongs to Bluetooth elsewhere', async () => {
    for (const option of [['--all'], ['--ble-adapter', 'hci0'], ['--service-uuid', 'ffff']]) {
      const ended = await run(['discover', '--transport', 'console', ...option]);
      expectFailure(ended, 2, 'usage/invalid-option');
    }
  });
});
