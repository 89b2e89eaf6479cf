import type { VirtualAccessPoint } from './access-point.ts';

/** The networks that a virtual device hears by default: an ordinary street. */
export const street: readonly VirtualAccessPoint[] = [
  {
    ssid: 'myssid',
    bssid: 'aa:bb:cc:dd:ee:ff',
    channel: 6,
    rssi: -42,
    auth: 'WPA2_PSK',
    password: 'mypassword',
    ip4: '192.168.43.220',
  },
  {
    ssid: 'HomeNet',
    bssid: '24:0a:c4:00:11:22',
    channel: 1,
    rssi: -51,
    auth: 'WPA2_WPA3_PSK',
    password: 'correct horse',
  },
  {
    ssid: 'HomeNet',
    bssid: '24:0a:c4:00:11:23',
    channel: 11,
    rssi: -68,
    auth: 'WPA2_WPA3_PSK',
    password: 'correct horse',
  },
  { ssid: 'Cafe-Guest', bssid: 'a0:b1:c2:d3:e4:f5', channel: 1, rssi: -60, auth: 'Open' },
  { ssid: 'Café ☕', bssid: '02:10:20:fa:fe:7f', channel: 3, rssi: -70, auth: 'WPA_WPA2_PSK', password: 'espresso!' },
  { ssid: 'OldRouter', bssid: '10:11:22:33:44:55', channel: 11, rssi: -74, auth: 'WEP', password: 'abcde' },
  {
    ssid: 'Office WPA3',
    bssid: 'de:ad:be:ef:20:01',
    channel: 9,
    rssi: -77,
    auth: 'WPA3_PSK',
    password: 'only-sae-here',
  },
  { ssid: 'Corp', bssid: '66:77:88:99:aa:bb', channel: 13, rssi: -81, auth: 'WPA2_ENTERPRISE' },
];
