import { utf8 } from '@esp-prov/protocol';
import { findSteering, hostileTexts } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { formatMac, interfaceMac, parseMac, type ReleaseProfile, releaseProfiles } from '../src/index.ts';
import { idf32 } from '../src/profiles/idf-3.2.ts';
import { idf33 } from '../src/profiles/idf-3.3.ts';
import { idf44 } from '../src/profiles/idf-4.4.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { netprov12 } from '../src/profiles/netprov-1.2.ts';
import { readme } from '../src/profiles/readme.ts';
import { powerOnBle } from './support/ble-device.ts';
import { powerOn } from './support/powered-device.ts';

const untimed = (lines: readonly string[]) => lines.map((line) => line.replace(/^(\w) \(\d+\)/, '$1'));

async function provisioned(profile: ReleaseProfile, more: Parameters<typeof powerOn>[2] = {}) {
  const powered = await powerOn(profile, 1, more);
  await powered.provision(await powered.open(), 'home', 'right password');
  await powered.clock.advance(2000);
  return untimed(powered.serial);
}

describe('v3.2, which has no manager', () => {
  test('logs as its example does', async () => {
    const told = await provisioned(idf32, { logLevel: 'info' });
    // Reported at every poll.
    expect(
      told
        .slice(told.indexOf('I app: Starting WiFi SoftAP provisioning'))
        .filter((line, i, all) => line !== all[i - 1]),
    ).toEqual([
      'I app: Starting WiFi SoftAP provisioning',
      "I app_prov: SoftAP Provisioning started with SSID 'PROV_261FCC', Password ''",
      'I app_prov_handler: WiFi Credentials Received : \n\tssid home \n\tpassword r************d',
      'I app_prov_handler: WiFi Credentials Applied',
      'I app_prov_handler: Connecting state',
      'I app: got ip:192.168.1.42',
      'I app_prov: STA Got IP',
      'I app_prov_handler: Connected state',
      'I app_prov: Stopping provisioning',
      'I app_prov: Provisioning stopped',
    ]);
  });

  test('names nothing of a manager in any line, whatever happens', async () => {
    const powered = await powerOn(idf32, 1);
    await powered.provision(await powered.open(), 'home', 'wrong password');
    await powered.clock.advance(60_000);
    expect(powered.serial.filter((line) => /(wifi|network)_prov_(mgr|handlers)/.test(line))).toEqual([]);
    expect(untimed(powered.serial).filter((line) => line.startsWith('E '))).toEqual([
      'E app_prov: STA Disconnected',
      expect.stringMatching(/^E app_prov: Disconnect reason : \d+$/),
    ]);
  });
});

describe('a failure', () => {
  const blocks = async (profile: ReleaseProfile) => {
    const powered = await powerOn(profile, 1, { resetOnFailure: false });
    await powered.provision(await powered.open(), 'home', 'wrong password');
    await powered.clock.advance(60_000);
    return powered.serial.filter((line) => line.includes('Provisioning failed!')).length;
  };

  test('is told once in the README, where one attempt is made', async () => {
    expect(await blocks(readme)).toBe(1);
  });

  test('is told with every further attempt of the example of v4.4, and once by v5.5, which has made five', async () => {
    expect(await blocks(idf44)).toBeGreaterThan(5);
    expect(await blocks(idf55)).toBe(1);
  });
});

describe('the same happening in the words of each release', () => {
  test.each([
    { profile: idf33, line: 'D wifi_prov_mgr: STA Got IP' },
    { profile: idf44, line: 'I wifi_prov_mgr: STA Got IP' },
    { profile: netprov12, line: 'I network_prov_mgr: STA Got IP' },
    { profile: netprov12, line: 'D NetworkProvConfig: In network_prov_config_command_dispatcher Cmd=2' },
    { profile: idf55, line: 'D WiFiProvConfig: In wifi_prov_config_command_dispatcher Cmd=2' },
    { profile: idf55, line: 'D WiFiProvConfig: Enter cmd_set_config_handler' },
    { profile: idf55, line: 'D security1: Session setup phase1 done' },
    { profile: idf55, line: 'D protocomm: SEC_EP Req handler returned 0' },
  ])('$profile.name says “$line”', async ({ profile, line }) => {
    expect(await provisioned(profile)).toContain(line);
  });

  test('of Bluetooth depends on the stack', async () => {
    const lines = async (profile: ReleaseProfile, host: 'nimble' | 'bluedroid') => {
      const device = await powerOnBle(profile, 1, { host });
      await device.provisioner();
      return untimed(device.serial).filter((line) => /protocomm_(ble|nimble)/.test(line));
    };
    expect(await lines(idf55, 'nimble')).toContain('I protocomm_nimble: BLE Host Task Started');
    expect(await lines(idf55, 'bluedroid')).toContain('D protocomm_ble: is_prep not set');
    const ended = await powerOnBle(idf55, 1, { ble: { afterStop: 'stay-connected' } });
    await ended.provision(await ended.provisioner(), 'home', 'right password');
    await ended.clock.advance(2000);
    expect(untimed(ended.serial)).toEqual(
      expect.arrayContaining([
        'D protocomm_nimble: protocomm_ble_stop called here...',
        'D protocomm_nimble: Keeping BLE stack running after protocomm stop',
      ]),
    );
    expect((await lines(idf32, 'bluedroid')).join('\n')).toMatch(/attr handle - \d+ \nLen -\d+ IS Prep - 0/);
    expect((await lines(idf33, 'bluedroid')).join('\n')).toMatch(/attr handle = \d+ \nlen = \d+, is_prep = 0/);
  });
});

describe('secrets', () => {
  test.each(releaseProfiles.map((profile) => [profile.name, profile] as const))(
    'are in no line of %s at level verbose, and in some where that was asked for',
    async (_, profile) => {
      const masked = await provisioned(profile, { logLevel: 'verbose' });
      expect(masked.join('\n')).not.toContain('right password');
      const level = /-idf6\.0\.|-1\.4$/.test(profile.name) ? 'I' : 'D';
      expect(masked.filter((line) => line.startsWith(`${level} security1: **`))).toHaveLength(2);
      const shown = await provisioned(profile, { logLevel: 'verbose', logSecrets: true });
      expect(shown.join('\n')).toContain('right password');
      expect(shown.filter((line) => /^\w security1: .*\*\*/.test(line))).toEqual([]);
    },
  );
});

describe('what strangers send', () => {
  test.each(Object.entries(hostileTexts))('steers nobody who watches the serial port: %s', async (_, text) => {
    const powered = await powerOn(readme, 0, { logSecrets: true });
    const provisioner = await powered.open();
    await powered.clock.run(provisioner.send('custom-data', utf8(text)));
    const ssid = text.slice(0, 16);
    await powered.provision(provisioner, ssid, `${ssid}-password`).catch(() => undefined);
    expect(powered.serial.flatMap((line) => line.split(/\n\t?/)).flatMap(findSteering)).toEqual([]);
    // No line begins that the device did not print.
    expect(powered.serial.filter((line) => /\nI \(/.test(line))).toEqual([]);
  });
});

test('the interfaces of a chip count from the address of its station, in the last byte alone', () => {
  const mac = parseMac('24:0a:c4:26:1f:cc');
  expect(formatMac(interfaceMac(mac, 'station'))).toBe('24:0a:c4:26:1f:cc');
  expect(formatMac(interfaceMac(mac, 'softap'))).toBe('24:0a:c4:26:1f:cd');
  expect(formatMac(interfaceMac(mac, 'bluetooth'))).toBe('24:0a:c4:26:1f:ce');
  expect(formatMac(interfaceMac(parseMac('24:0a:c4:26:1f:ff'), 'bluetooth'))).toBe('24:0a:c4:26:1f:01');
});
