import { readme } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import { requireBus, startBleDevice } from './support/ble-device.ts';
import { GattDevice } from './support/gatt-device.ts';
import { playUser } from './support/guided-user.ts';
import { commandFile, run, testTimeoutMs } from './support/program.ts';
import { secrets } from './support/secrets.ts';
import { inTerminal, keys, requireTerminal } from './support/terminal.ts';

/** What the README of Espressif's wifi_prov_mgr example tells to type, with and without a choice of the network. */
const commandLines = {
  scan: 'python esp_prov.py --transport ble --service_name PROV_261FCC --pop abcd1234',
  named:
    'python esp_prov.py --transport ble --service_name PROV_261FCC --sec_ver 1 --pop abcd1234 --ssid myssid --passphrase mypassword',
} as const;

/** The arguments of a line with `esp-prov` in the place of `python esp_prov.py`. */
function argumentsOf(line: string): string[] {
  return line.replace(/^python esp_prov\.py /, '').split(' ');
}

describe.concurrent('the README of the example, with esp-prov in the place of esp_prov.py', {
  timeout: testTimeoutMs,
}, () => {
  test('provisions with a choice from what the device hears', async (context) => {
    requireTerminal(context);
    requireBus(context);
    await using device = await startBleDevice('--no-qr');
    const command = [process.execPath, commandFile, ...argumentsOf(commandLines.scan)];
    await using client = inTerminal(command, device.options.env);
    await client.sees(/Network to join.+myssid.+WPA2_PSK.+Scan again/s);
    client.type(keys.enter);
    await client.sees(/Wi-Fi password/);
    client.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toMatch(/Provisioning was successful: the device joined myssid .*192\.168\.43\.220/);
    expect(code).toBe(0);
    await device.program.sees(/app: Connected with IP Address:192\.168\.43\.220/);
  });

  test('provisions with a network that is named', async (context) => {
    requireBus(context);
    await using device = await startBleDevice('--no-qr');
    const ended = await run(argumentsOf(commandLines.named), device.options);
    expect(ended.stdout).toMatch(/^Provisioning was successful: the device joined myssid /);
    expect(ended.code).toBe(0);
    await device.program.sees(/app: Connected with IP Address:192\.168\.43\.220/);
  });

  test('falls back to the console where there is no Bluetooth', async (context) => {
    requireTerminal(context);
    await using device = await GattDevice.start(readme);
    await using client = inTerminal([process.execPath, commandFile, ...argumentsOf(commandLines.named)]);
    await client.asks(/Carry messages by hand \(guided\)[\s\S]*Stop/);
    client.type(`${keys.down}${keys.down}${keys.enter}`);
    expect(await playUser(client, device)).toContain('BLE client is running in console mode\n');
    expect((await client.ended()).code).toBe(0);
  });
});
