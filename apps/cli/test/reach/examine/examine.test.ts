import type { BluetoothState } from '@esp-prov/bluez';
import { errorTable, ProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { examine } from '../../../src/reach/examine/examine.ts';
import type { Machine } from '../../../src/reach/examine/machine.ts';
import { whatToDo } from '../../../src/report/what-to-do.ts';

const adapter = {
  id: 'hci0',
  path: '/org/bluez/hci0',
  address: '24:0A:C4:26:1F:CE',
  name: 'laptop',
  powered: true,
  blocked: undefined,
  roles: ['central', 'peripheral'],
} as const;

const healthy: Machine = {
  platform: 'linux',
  nodeVersion: '20.19.0',
  interfaces: () => [{ name: 'wlan0', address: '192.168.4.2' }],
  routeTo: async () => '192.168.4.2',
  hasPackage: () => true,
  bluetooth: async () => ({ problem: undefined, adapters: [adapter], bluetoothdVersion: '5.66' }),
};

/** What is said of a subject on a machine that differs from a healthy one. */
async function finding(subject: RegExp, ill: Partial<Machine>) {
  const findings = await examine({ ...healthy, ...ill });
  return findings.find((each) => subject.test(each.subject));
}

describe('the doctor', () => {
  test('finds nothing wrong with a healthy machine', async () => {
    const findings = await examine(healthy);
    expect(findings.map(({ state }) => state)).toEqual(findings.map(() => 'ok'));
    expect(findings.length).toBeGreaterThan(4);
  });

  test('says what to do about an old Node', async () => {
    expect(await finding(/Node/, { nodeVersion: '20.9.0' })).toMatchObject({
      state: 'wrong',
      remedy: expect.stringContaining('20.19'),
    });
    expect(await finding(/Node/, { nodeVersion: '24.1.0' })).toMatchObject({ state: 'ok' });
  });

  test.each([
    'bluetooth/no-bus',
    'bluetooth/no-service',
    'bluetooth/no-adapter',
    'bluetooth/powered-off',
    'bluetooth/blocked',
    'bluetooth/not-permitted',
  ] as const)('passes on what to do about %s', async (code) => {
    const state: BluetoothState = { problem: new ProvisioningError(code), adapters: [], bluetoothdVersion: undefined };
    const found = await finding(/^Bluetooth$/, { bluetooth: async () => state });
    expect(found).toMatchObject({ state: 'wrong', remedy: whatToDo(errorTable[code]) });
  });

  test('tells the state of each adapter', async () => {
    const off = { ...adapter, id: 'hci1', powered: false, blocked: 'soft', roles: ['central'] } as const;
    const state = { problem: undefined, adapters: [adapter, off], bluetoothdVersion: '5.66' };
    const found = await finding(/hci1/, { bluetooth: async () => state });
    expect(found).toMatchObject({ state: 'note', text: expect.stringMatching(/rfkill \(soft\).*cannot act/) });
  });

  test('asks for noble where there is no bluetoothd', async () => {
    const found = await finding(/Bluetooth/, { platform: 'darwin', hasPackage: () => false });
    expect(found).toMatchObject({ state: 'missing', remedy: 'npm install --global @stoprocent/noble' });
  });

  test('sees a VPN between this machine and the device that it is joined to', async () => {
    const interfaces = () => [
      { name: 'wlan0', address: '192.168.4.2' },
      { name: 'tun0', address: '10.8.0.2' },
    ];
    const found = await finding(/SoftAP/, { interfaces, routeTo: async () => '10.8.0.2' });
    expect(found).toMatchObject({
      state: 'wrong',
      text: expect.stringContaining('a VPN'),
      remedy: expect.stringContaining('VPN off'),
    });
  });

  test('sees two networks with the addresses of a device', async () => {
    const interfaces = () => [
      { name: 'eth0', address: '192.168.4.20' },
      { name: 'wlan0', address: '192.168.4.2' },
    ];
    expect(await finding(/SoftAP/, { interfaces })).toMatchObject({
      state: 'wrong',
      text: expect.stringContaining('eth0 and wlan0'),
    });
  });

  test.each([
    ['another network', '192.168.1.7', [{ name: 'wlan0', address: '192.168.1.7' }]],
    ['no network', undefined, []],
  ])('notes that no device is joined: %s', async (_, local, interfaces) => {
    const found = await finding(/SoftAP/, { interfaces: () => interfaces, routeTo: async () => local });
    expect(found).toMatchObject({ state: 'note', remedy: expect.stringContaining('softap') });
  });
});
