import { utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { networkTable } from '../src/network-table.ts';

test('the columns of the scan table are those of esp_prov, also behind wide letters', () => {
  const bssid = new Uint8Array([0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]);
  const networks = ['myssid', '寝室'].map((ssid) => ({ ssid: utf8(ssid), bssid, channel: 6, rssi: -42, authMode: 3 }));
  expect(networkTable(networks)).toBe(
    [
      'S.N. SSID                              BSSID         CHN RSSI AUTH',
      '[ 1] myssid                            aabbccddeeff    6 -42  WPA2_PSK',
      '[ 2] 寝室                              aabbccddeeff    6 -42  WPA2_PSK',
    ].join('\n'),
  );
});
