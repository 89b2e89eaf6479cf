import { fromHex, toHex, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { devicesAmong } from '../../../src/reach/wifi/list-access-points.ts';
import type { NearbyAccessPoint } from '../../../src/reach/wifi/nearby-access-point.ts';
import { parseAirport, parseSystemProfiler } from '../../../src/reach/wifi/parse-macos.ts';
import { parseNetsh } from '../../../src/reach/wifi/parse-netsh.ts';
import { nmcliFields, parseNmcli } from '../../../src/reach/wifi/parse-nmcli.ts';

/** What the parsers may be given by whoever has a radio nearby: none may throw, or take long. */
const attacks: readonly Uint8Array[] = [
  new Uint8Array(0),
  new Uint8Array(1_000_000).fill(0x0a),
  new Uint8Array(1_000_000).fill(0x5c),
  new Uint8Array(1_000_000).fill(0x3a),
  new Uint8Array(1_000_000).fill(0x20),
  utf8('a:'.repeat(500_000)),
  utf8(`${'['.repeat(100_000)}`),
  utf8(`{"SPAirPortDataType":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
  utf8('{"SPAirPortDataType":[null,1,{"spairport_airport_interfaces":{"length":9}}]}'),
  Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256),
  utf8(`${'0:1:2:3:4:5 '.repeat(80_000)}`),
];

describe.each([
  ['nmcli', parseNmcli],
  ['netsh', parseNetsh],
  ['airport', parseAirport],
  ['system_profiler', parseSystemProfiler],
] as const)('the list of %s', (_, parse) => {
  test('may be anything', () => {
    for (const attack of attacks) {
      const found: readonly NearbyAccessPoint[] = parse(attack);
      expect(found.length).toBeLessThanOrEqual(1000);
      for (const { ssid } of found) expect(ssid.length).toBeLessThanOrEqual(32);
    }
  });
});

describe('the list of nmcli', () => {
  test('tells names as bytes, with colons and line ends in them', () => {
    const hex = toHex(utf8('PROV_a:b\nPROV_c'));
    const found = parseNmcli(
      utf8(
        `*:486F6D65:AA\\:BB\\:CC\\:DD\\:EE\\:01:1:80:WPA1 WPA2:wlan0\n` +
          ` :${hex}:AA\\:BB\\:CC\\:DD\\:EE\\:02:149:37::wlp2s0\n` +
          ` :50e9:AA\\:BB\\:CC\\:DD\\:EE\\:03:6:0:--:wlan0\n`,
      ),
    );
    expect(found).toEqual([
      {
        ssid: utf8('Home'),
        bssid: 'aa:bb:cc:dd:ee:01',
        channel: 1,
        signal: 80,
        security: 'WPA1 WPA2',
        device: 'wlan0',
        isJoined: true,
      },
      expect.objectContaining({ ssid: fromHex(hex), channel: 149, security: '', device: 'wlp2s0', isJoined: false }),
      expect.objectContaining({ ssid: Uint8Array.of(0x50, 0xe9), security: '' }),
    ]);
  });

  test('leaves out what is no line of its own', () => {
    const lines = [
      ' :50524F:AA\\:BB:1:80:WPA2',
      ` :${'41'.repeat(33)}:AA\\:BB\\:CC\\:DD\\:EE\\:02:1:80:WPA2:wlan0`,
      ' :5:AA\\:BB\\:CC\\:DD\\:EE\\:02:1:80:WPA2:wlan0',
      ' ::AA\\:BB\\:CC\\:DD\\:EE\\:02:1:80:WPA2:wlan0',
      ' :zz:AA\\:BB\\:CC\\:DD\\:EE\\:02:1:80:WPA2:wlan0',
      'Error: NetworkManager is not running.',
    ];
    expect(parseNmcli(utf8(lines.join('\n')))).toEqual([]);
    expect(parseNmcli(utf8(' :41:nonsense:9999:-4:x:wlan0'))).toEqual([
      expect.objectContaining({ bssid: undefined, channel: undefined, signal: undefined }),
    ]);
  });

  test('has a backslash before colons and backslashes', () => {
    expect(nmcliFields('a\\:b:c\\\\:d\\')).toEqual(['a:b', 'c\\', 'd']);
  });
});

/** As Windows prints it, apart from lines about rates. */
const netsh = (labels: { auth: string; open: string; signal: string; channel: string }) =>
  `
Interface name : Wi-Fi
There are 3 networks currently visible.

SSID 1 : PROV_261FCC
    Network type            : Infrastructure
    ${labels.auth}          : ${labels.open}
    Encryption              : None
    BSSID 1                 : aa:bb:cc:dd:ee:02
         ${labels.signal}             : 62%
         Radio type         : 802.11n
         ${labels.channel}            : 6
         Basic rates (Mbps) : 1 2 5.5 11

SSID 2 : a : b
    Network type            : Infrastructure
    ${labels.auth}          : WPA2-Personal
    Encryption              : CCMP
    BSSID 1                 : aa:bb:cc:dd:ee:03
         ${labels.signal}             : 99%
         Radio type         : 802.11ac
         Band               : 5 GHz
         ${labels.channel}            : 36
    BSSID 2                 : aa:bb:cc:dd:ee:04
         ${labels.signal}             : 20%
         Radio type         : 802.11n
         ${labels.channel}            : 11

SSID 3 :
    Network type            : Infrastructure
    ${labels.auth}          : WPA2-Personal
    BSSID 1                 : aa:bb:cc:dd:ee:05
         ${labels.signal}             : 20%
`.replaceAll('\n', '\r\n');

describe('the list of netsh', () => {
  test.each([
    { auth: 'Authentication', open: 'Open', signal: 'Signal', channel: 'Channel' },
    { auth: 'Authentifizierung', open: 'Offen', signal: 'Signal', channel: 'Kanal' },
    { auth: 'Authentification', open: 'Ouvert', signal: 'Signal', channel: 'Canal' },
  ])('is read in any language: $auth', (labels) => {
    expect(parseNetsh(utf8(netsh(labels)))).toEqual([
      { ssid: utf8('PROV_261FCC'), bssid: 'aa:bb:cc:dd:ee:02', channel: 6, signal: 62, security: '' },
      { ssid: utf8('a : b'), bssid: 'aa:bb:cc:dd:ee:03', channel: 36, signal: 99, security: 'WPA2-Personal' },
      { ssid: utf8('a : b'), bssid: 'aa:bb:cc:dd:ee:04', channel: 11, signal: 20, security: 'WPA2-Personal' },
    ]);
  });

  test('is read where it is not UTF-8', () => {
    const output = Buffer.from('SSID 1 : PROV_\xe9\r\n BSSID 1 : aa:bb:cc:dd:ee:02\r\n', 'latin1');
    expect(parseNetsh(output)).toEqual([expect.objectContaining({ ssid: utf8('PROV_é') })]);
  });
});

describe('the lists of macOS', () => {
  test('airport has names to the right, with spaces in them', () => {
    const table = [
      '                            SSID BSSID             RSSI CHANNEL HT CC SECURITY (auth/unicast/group)',
      '                     PROV_261FCC aa:bb:cc:dd:ee:2  -50  6       Y  -- NONE',
      '                    my home 0:1: 0:1:2:3:4:5       -71  149,+1  Y  DE WPA2(PSK/AES/AES)',
      '                                 aa:bb:cc:dd:ee:7  -50  6       Y  -- NONE',
      'WARNING: The airport command line tool is deprecated.',
    ].join('\n');
    expect(parseAirport(utf8(table))).toEqual([
      { ssid: utf8('PROV_261FCC'), bssid: 'aa:bb:cc:dd:ee:02', channel: 6, signal: 100, security: '' },
      {
        ssid: utf8('my home 0:1:'),
        bssid: '00:01:02:03:04:05',
        channel: 149,
        signal: 58,
        security: 'WPA2(PSK/AES/AES)',
      },
    ]);
  });

  test('system_profiler tells no addresses', () => {
    const network = {
      _name: 'PROV_261FCC',
      spairport_network_channel: '6 (2GHz, 20MHz)',
      spairport_security_mode: 'spairport_security_mode_none',
      spairport_signal_noise: '-75 dBm / -90 dBm',
    };
    const others = [{ _name: 'x'.repeat(33) }, { _name: 7 }, null];
    const port = { spairport_airport_other_local_wireless_networks: [network, ...others] };
    const report = { SPAirPortDataType: [{ spairport_airport_interfaces: [port] }] };
    expect(parseSystemProfiler(utf8(JSON.stringify(report)))).toEqual([
      { ssid: utf8('PROV_261FCC'), bssid: undefined, channel: 6, signal: 50, security: '' },
    ]);
  });
});

test('devices are those with the name of one, each once, the strongest first', () => {
  const point = (name: string, signal: number): NearbyAccessPoint => ({
    ssid: utf8(name),
    bssid: undefined,
    channel: 1,
    signal,
    security: '',
  });
  const heard = [point('PROV_1', 20), point('Home', 99), point('PROV_2', 50), point('PROV_1', 60), point('prov_3', 80)];
  expect(devicesAmong(heard).map(({ signal }) => signal)).toEqual([60, 50]);
  expect(devicesAmong(heard, 'Ho').map(({ signal }) => signal)).toEqual([99]);
});
