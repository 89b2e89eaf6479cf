import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { describe, expect, test } from 'vitest';
import { requireBus, startBleDevice } from '../../support/ble-device.ts';
import { expectFailure } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { secrets } from '../../support/secrets.ts';

const named = ['--service_name', 'PROV_261FCC'];
const network = ['--ssid', 'myssid', '--passphrase', secrets.password];

describe.concurrent('over Bluetooth', { timeout: testTimeoutMs }, () => {
  test('a device is provisioned, and switches Bluetooth off', async (context) => {
    requireBus(context);
    await using device = await startBleDevice();
    const args = ['--transport', 'ble', ...named, '--pop', secrets.pop, ...network];
    const ended = await run(args, device.options);
    expect(ended.stdout).toMatch(/Provisioning was successful: .*192\.168\.43\.220/);
    expect(ended.code).toBe(0);
    await device.program.sees(/BTDM memory released/);
    await device.program.sees(/"transport":"ble"/);
  });

  test('a device is found, and told as JSON', async (context) => {
    requireBus(context);
    await using device = await startBleDevice();
    await using discovering = new Program(
      ['discover', '--transport', 'ble', '--timeout', '5', '--json'],
      device.options,
    );
    const { code, stdout } = await discovering.ended();
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ result: 'devices', devices: [{ name: 'PROV_261FCC', rssi: expect.any(Number) }] });
    expect(code).toBe(0);
  });

  test('a device is found by its service, which is a UUID', async (context) => {
    expectFailure(await run(['discover', '--service_uuid', '021a9004']), 2, 'usage/invalid-option');
    requireBus(context);
    await using device = await startBleDevice('--profile', 'idf-3.2');
    const { stdout } = await run(['discover', '--service_uuid', 'ffff', '--timeout', '5'], device.options);
    expect(stdout).toContain('PROV_261FCC');
    const other = await run(['discover', '--service_uuid', 'fffe', '--timeout', '1'], device.options);
    expect(other.stdout).toBe('No device was seen.\n');
  });

  test('clients have an adapter of their own, and do not see the one of the device', async (context) => {
    requireBus(context);
    await using device = await startBleDevice();
    const { stdout } = await run(['doctor', '--json'], device.options);
    expect(stdout).toContain('hci0');
    expect(stdout).not.toContain('hci1');
    expect(stdout).not.toContain('24:0A:C4:26:1F:CE');
  });

  test('without a name the only device in reach is taken, and no other transport needs to be named', async (context) => {
    requireBus(context);
    await using device = await startBleDevice();
    const ended = await run(['info'], device.options);
    expect(ended.stderr).toContain('Connecting to PROV_261FCC');
    expect(ended.stdout).toContain('v1.1');
    expect(ended.code).toBe(0);
  });

  test.for(['nimble', 'bluedroid'])(
    'a wrong secret is told as one, whatever %s does with it',
    async (host, context) => {
      requireBus(context);
      await using device = await startBleDevice('--ble-host', host, '--security', '2');
      const wrong = ['--sec2_username', 'wifiprov', '--sec2_pwd', secrets.wrongPop];
      expectFailure(await run([...named, ...wrong, ...network], device.options), 6, 'session/proof-mismatch');
      const right = ['--sec2_username', 'wifiprov', '--sec2_pwd', secrets.pop];
      expect((await run([...named, ...right, ...network], device.options)).code).toBe(0);
    },
  );

  test('the device of v3.2 with its short UUIDs is provisioned', async (context) => {
    requireBus(context);
    await using device = await startBleDevice('--profile', 'idf-3.2');
    const args = ['--transport', 'ble', ...named, '--legacy', '--pop', secrets.pop, ...network];
    expect((await run(args, device.options)).code).toBe(0);
  });

  test('a name that nobody has is told with who was seen', async (context) => {
    requireBus(context);
    await using device = await startBleDevice();
    await using looking = new Program(['info', '--service_name', 'PROV_000000'], {
      ...device.options,
      patienceMs: 40_000,
    });
    const ended = await looking.ended();
    expectFailure(ended, 4, 'bluetooth/not-found');
    expect(ended.stderr).toContain('PROV_261FCC');
  });

  test('a device whose bluetoothd goes away says so, and when it offers its service again', async (context) => {
    requireBus(context);
    await using bluez = await startVirtualBluez({ adapters: 1 });
    const env = { DBUS_SYSTEM_BUS_ADDRESS: bluez.address };
    await using device = new Program(['device', '--transport', 'ble', '--fast'], { env });
    await device.sees(/Provision it with/);
    await bluez.stopService();
    await device.sees(/warning: the service is not offered for now: bluetoothd has ended/);
    await bluez.startService();
    await device.sees(/the service is offered again/);
    expect((await device.end()).code).toBe(0);
  });

  test('a stack that the release does not have is refused', async () => {
    const ended = await run(['device', '--ble', 'virtual', '--profile', 'idf-3.2', '--ble-host', 'nimble']);
    expectFailure(ended, 2, 'usage/invalid-option');
  });
});
