import { utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { heardNetworks } from '../../src/run/heard-networks.ts';

const point = (ssid: string | number[], rssi: number, authMode = 3) => ({
  ssid: typeof ssid === 'string' ? utf8(ssid) : Uint8Array.from(ssid),
  bssid: new Uint8Array(6),
  channel: 6,
  rssi,
  authMode,
});

test('access points of one name and one security are one network, as strong as the strongest', () => {
  expect(heardNetworks([point('a', -80), point('a', -50), point('a', -60, 6)])).toMatchObject([
    { ssid: 'a', rssi: -50, bars: 4, security: 'wpa2', accessPoints: 2, gone: false },
    { ssid: 'a', rssi: -60, bars: 3, security: 'wpa3', accessPoints: 1 },
  ]);
});

test('networks that hide their name are left out, and names that are no text are kept as bytes', () => {
  expect(heardNetworks([point('', -40), point([0, 0, 0], -40), point([0xff, 0xfe], -40)])).toMatchObject([
    { ssidHex: 'fffe', ssid: undefined },
  ]);
});

test('what a device says of the security is a number, and an unknown one is another', () => {
  const kinds = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 16, 99].map(
    (mode) => heardNetworks([point('x', -40, mode)])[0]?.security,
  );
  expect(kinds).toEqual([
    'open',
    'wep',
    'wpa',
    'wpa2',
    'wpa2',
    'enterprise',
    'wpa3',
    'wpa2',
    'open',
    'enterprise',
    'enterprise',
    'other',
  ]);
});
