import { expect, test } from 'vitest';
import { mergeNetworks, networkRows } from '../../src/interactive/network-choices.ts';

const network = (ssid: string, rssi: number, authMode = 3) => ({
  ssid: new TextEncoder().encode(ssid),
  bssid: Uint8Array.of(1, 2, 3, 4, 5, 6),
  channel: 6,
  rssi,
  authMode,
});

test('networks of one name are one entry at the place of the strongest; an open one of that name is another', () => {
  const merged = mergeNetworks([network('a', -70), network('b', -60), network('a', -40), network('a', -50, 0)]);
  expect(merged.map((each) => [each.network.rssi, each.count])).toEqual([
    [-40, 2],
    [-50, 1],
    [-60, 1],
  ]);
});

test.each([
  [60, 'SSID               BSSID        CHN RSSI AUTH', 'a name of 18 chars 010203040506   6 -40  WPA2_PSK'],
  [40, 'SSID               CHN RSSI AUTH', 'a name of 18 chars   6 -40  WPA2_PSK'],
  [27, 'SSID          RSSI AUTH', 'a name of 18… -40  WPA2_PSK'],
  [20, 'SSID            RSSI', 'a name of 18 c… -40'],
])('in %i places a table keeps what tells most', (width, head, row) => {
  expect(networkRows(mergeNetworks([network('a name of 18 chars', -40)]), width)).toEqual({ head, rows: [row] });
});
