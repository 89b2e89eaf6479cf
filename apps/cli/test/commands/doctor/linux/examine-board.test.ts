import { describe, expect, test } from 'vitest';
import { type BoardTransport, examineBoard } from '../../../../src/commands/doctor/linux/examine-board.ts';
import type { Finding } from '../../../../src/reach/examine/finding.ts';
import { type BoardFacts, fakeBoard, healthy } from './fake-board.ts';

const nm = 'org.freedesktop.NetworkManager';

/** Returns what is found out about a board, by subject. */
async function found(facts: BoardFacts = {}, transport?: BoardTransport): Promise<Record<string, Finding>> {
  const findings = await examineBoard(fakeBoard(facts), transport);
  return Object.fromEntries(findings.map((finding) => [finding.subject, finding]));
}

const without = <T extends object>(from: T, ...keys: string[]) =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.some((each) => key.includes(each))));

describe('of a healthy board', () => {
  test.each([undefined, 'ble', 'softap'] as const)('nothing is wrong over %s', async (transport) => {
    const findings = Object.values(await found({}, transport));
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings.length).toBeGreaterThan(8);
  });

  test('everything is named', async () => {
    const findings = await found();
    expect(findings['system']?.text).toBe('Debian GNU/Linux 12 (bookworm), Linux 6.6.31');
    expect(findings['NetworkManager']?.text).toBe('version 1.42.4');
    expect(findings['interface wlan0']?.text).toBe('d8:3a:dd:01:02:03, managed by NetworkManager');
    expect(findings['Wi-Fi country']?.text).toBe('DE');
    expect(findings['advertising by hci0']?.text).toBe('0 at work, room for 5 more');
    expect(findings['access point']?.text).toContain('at the same time');
    expect(findings['service esp-prov']?.text).toBe('/etc/systemd/system/esp-prov.service, enabled, active');
  });

  test('only what a transport needs is looked at', async () => {
    expect(await found({}, 'softap')).not.toHaveProperty(['advertising by hci0']);
    expect(await found({}, 'ble')).not.toHaveProperty(['program dnsmasq']);
  });
});

describe('it is said what is wrong, and what to do', () => {
  const wpa = 'fi.w1.wpa_supplicant1';
  const wpaObjects = {
    [`${wpa} /fi/w1/wpa_supplicant1 ${wpa}`]: { Interfaces: ['/if/1'] },
    [`${wpa} /if/1 ${wpa}.Interface`]: { Ifname: 'wlan0' },
  };
  const noManager = without(healthy.objects, nm);

  test.each<{
    readonly name: string;
    readonly facts: BoardFacts;
    readonly transport?: BoardTransport;
    readonly subject: string;
    readonly expected: Partial<Finding>;
  }>([
    {
      name: 'no DHCP client beside wpa_supplicant',
      facts: { objects: { ...noManager, ...wpaObjects }, files: { ...healthy.files, '/proc/1/comm': 'systemd\n' } },
      subject: 'DHCP client',
      expected: { state: 'note', remedy: 'sudo apt install dhcpcd, or enable systemd-networkd for Wi-Fi' },
    },
    {
      name: 'whose DHCP client it is',
      facts: {
        objects: { ...noManager, ...wpaObjects },
        files: { ...healthy.files, '/proc/1/comm': 'systemd\n', '/proc/77/comm': 'systemd-network\n' },
      },
      subject: 'DHCP client',
      expected: { state: 'ok', text: 'systemd-networkd runs' },
    },
    {
      name: 'with whose rights it was looked',
      facts: { machine: { uid: 0 } },
      subject: 'permission',
      expected: {
        state: 'ok',
        text: 'root, as which this runs, may do with NetworkManager what is needed; the rights of other users were not seen',
      },
    },
    {
      name: 'no D-Bus',
      facts: { machine: { bus: async () => 'there is no D-Bus' } },
      subject: 'D-Bus',
      expected: { state: 'wrong', text: 'there is no D-Bus', remedy: expect.stringContaining('apt install dbus') },
    },
    {
      name: 'another system',
      facts: { machine: { platform: 'darwin' } },
      subject: 'system',
      expected: { state: 'wrong', text: 'darwin is not Linux' },
    },
    {
      name: 'no Wi-Fi service',
      facts: { objects: noManager },
      subject: 'Wi-Fi service',
      expected: { state: 'wrong', remedy: expect.stringContaining('apt install network-manager') },
    },
    {
      name: 'an interface that nobody manages',
      facts: {
        objects: {
          ...healthy.objects,
          [`${nm} /dev/1 ${nm}.Device`]: { DeviceType: 2, Interface: 'wlan0', State: 10 },
        },
      },
      subject: 'interface wlan0',
      expected: { state: 'wrong', remedy: 'nmcli device set wlan0 managed yes' },
    },
    {
      name: 'an interface under wpa_supplicant',
      facts: { objects: { ...noManager, ...wpaObjects } },
      subject: 'interface wlan0',
      expected: { state: 'ok', text: 'd8:3a:dd:01:02:03, used by wpa_supplicant' },
    },
    {
      name: 'a wpa_supplicant that saves nothing',
      facts: { objects: { ...noManager, ...wpaObjects } },
      subject: 'wpa_supplicant.conf',
      expected: { state: 'note', text: expect.stringContaining('at every start') },
    },
    {
      name: 'Wi-Fi that is switched off',
      facts: {
        objects: {
          ...healthy.objects,
          [`${nm} /org/freedesktop/NetworkManager ${nm}`]: { Version: '1.42.4', WirelessEnabled: false, Devices: [] },
        },
      },
      subject: 'NetworkManager',
      expected: { state: 'wrong', remedy: 'nmcli radio wifi on' },
    },
    {
      name: 'no Wi-Fi interface',
      facts: { files: without(healthy.files, 'wlan0') as Record<string, string> },
      subject: 'Wi-Fi interface',
      expected: { state: 'wrong', text: 'there is none' },
    },
    {
      name: 'Wi-Fi blocked by software',
      facts: { machine: { radioSwitches: async () => [{ name: 'phy0', type: 'wlan', soft: true, hard: false }] } },
      subject: 'rfkill',
      expected: { state: 'wrong', remedy: expect.stringContaining('rfkill unblock wifi') },
    },
    {
      name: 'Wi-Fi blocked by a switch',
      facts: { machine: { radioSwitches: async () => [{ name: 'key', type: 'wlan', soft: true, hard: true }] } },
      subject: 'rfkill',
      expected: { state: 'wrong', text: 'a switch blocks Wi-Fi (key)' },
    },
    {
      name: 'no country',
      facts: { programs: { ...healthy.programs, iw: { code: 0, stdout: 'global\ncountry 00: DFS-UNSET\n' } } },
      subject: 'Wi-Fi country',
      expected: { state: 'note', remedy: expect.stringContaining('do_wifi_country') },
    },
    {
      name: 'a missing permission',
      facts: { permissions: { ...healthy.permissions, [`${nm}.network-control`]: 'auth' } },
      subject: 'permission',
      expected: {
        state: 'note',
        text: expect.stringContaining('network-control'),
        remedy: expect.stringContaining('--install'),
      },
    },
    {
      name: 'an access point that is not permitted',
      facts: { permissions: { ...healthy.permissions, [`${nm}.wifi.share.protected`]: 'no' } },
      transport: 'softap',
      subject: 'permission',
      expected: { state: 'note', text: expect.stringContaining('wifi.share.protected') },
    },
    {
      name: 'an adapter that cannot advertise',
      facts: { objects: without(healthy.objects, 'bluez') as never },
      subject: 'advertising by hci0',
      expected: { state: 'wrong' },
    },
    {
      name: 'no room for an advertisement',
      facts: {
        objects: {
          ...healthy.objects,
          'org.bluez /org/bluez/hci0 org.bluez.LEAdvertisingManager1': { ActiveInstances: 5, SupportedInstances: 0 },
        },
      },
      subject: 'advertising by hci0',
      expected: { state: 'wrong', text: '5 at work, no room for another' },
    },
    {
      name: 'no dnsmasq for an access point',
      facts: { programs: without(healthy.programs, 'dnsmasq') as never },
      transport: 'softap',
      subject: 'program dnsmasq',
      expected: { state: 'wrong', remedy: 'sudo apt install dnsmasq-base' },
    },
    {
      name: 'no dnsmasq where it may not be needed',
      facts: { programs: without(healthy.programs, 'dnsmasq') as never },
      subject: 'program dnsmasq',
      expected: { state: 'missing' },
    },
    {
      name: 'a port in use',
      facts: { machine: { tryPort: async () => 'in-use' } },
      transport: 'softap',
      subject: 'port 80',
      expected: { state: 'wrong', text: 'another program listens on it' },
    },
    {
      name: 'a port that is not permitted',
      facts: { machine: { tryPort: async () => 'not-permitted' } },
      transport: 'softap',
      subject: 'port 80',
      expected: { state: 'note' },
    },
    {
      name: 'a radio that cannot be an access point',
      facts: { programs: { ...healthy.programs, iw: { code: 0, stdout: '\t\t * managed\n' } } },
      transport: 'softap',
      subject: 'access point',
      expected: { state: 'wrong', text: 'the radio cannot be one' },
    },
    {
      name: 'a radio that can be only one of the two',
      facts: {
        programs: {
          ...healthy.programs,
          iw: {
            code: 0,
            stdout: '* AP\nvalid interface combinations:\n * #{ managed, AP } <= 1,\n total <= 1, #channels <= 1\n',
          },
        },
      },
      subject: 'access point',
      expected: { state: 'note', text: expect.stringContaining('not while it joins') },
    },
    {
      name: 'no service',
      facts: { modes: without(healthy.modes, 'esp-prov.service') as never },
      subject: 'service esp-prov',
      expected: { state: 'missing', remedy: 'sudo esp-prov device --linux --install --apply' },
    },
    {
      name: 'a service that failed',
      facts: { programs: { ...healthy.programs, systemctl: { code: 3, stdout: 'failed\n' } } },
      subject: 'service esp-prov',
      expected: { state: 'wrong', remedy: 'journalctl -u esp-prov.service' },
    },
    {
      name: 'a system without systemd',
      facts: { modes: without(healthy.modes, '/run/systemd') as never },
      subject: 'service esp-prov',
      expected: { state: 'note', text: expect.stringContaining('systemd does not run here') },
    },
    {
      name: 'a state that others see',
      facts: { modes: { ...healthy.modes, '/var/lib/esp-prov': 0o40755 } },
      subject: 'state',
      expected: { state: 'wrong', remedy: 'sudo chmod 0700 /var/lib/esp-prov' },
    },
    {
      name: 'netplan',
      facts: { files: { ...healthy.files, '/etc/netplan/50-cloud-init.yaml': '' } },
      subject: 'netplan',
      expected: { state: 'note', text: expect.stringContaining('one file in /etc/netplan') },
    },
  ])('$name', async ({ facts, transport, subject, expected }) => {
    const findings = await found(facts, transport);
    expect(findings[subject]).toMatchObject(expected);
    expect(Object.values(findings).filter(({ state, remedy }) => state === 'wrong' && !remedy)).toEqual([]);
  });

  test('hostile words of services break nothing', async () => {
    const facts: BoardFacts = {
      objects: {
        ...healthy.objects,
        [`${nm} /org/freedesktop/NetworkManager ${nm}`]: { Version: 7, WirelessEnabled: 'yes', Devices: 'all of them' },
      },
      programs: { ...healthy.programs, systemctl: { code: 0, stdout: '\u001b[2Jactive' } },
    };
    const findings = await found(facts);
    expect(findings['service esp-prov']?.text).toContain('unknown');
    expect(findings['interface wlan0']?.state).toBe('wrong');
  });
});
