import { expect, test } from 'vitest';
import { mergeNetworks, networkRows } from '../../../src/commands/provision/network-choices.ts';

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

test.each([
  [80, 'corp at work 010203040506   6 -40  WPA2_ENTERPRISE not by password'],
  [46, 'corp at work -40  WPA2_ENTERP… not by password'],
  // What is left of a terminal of 40 columns.
  [29, 'corp at work not by password'],
  // And of one in which the prompts count colours as places.
  [20, 'corp at work not by…'],
])('in %i places a table marks an enterprise network', (width, row) => {
  const merged = mergeNetworks([network('corp at work', -40, 5), network('street', -50)]);
  expect(networkRows(merged, width).rows[0]).toBe(row);
});
