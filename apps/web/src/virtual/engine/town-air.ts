import type { VirtualAccessPoint } from '@esp-prov/virtual';

/** The networks around the device in the page: a home, its guests, a neighbour, a firm. */
export const townAir: readonly VirtualAccessPoint[] = [
  {
    ssid: 'Birch House',
    bssid: '24:0a:c4:00:11:22',
    channel: 6,
    rssi: -48,
    auth: 'WPA2_PSK',
    password: 'correct horse',
    ip4: '192.168.1.42',
  },
  {
    ssid: 'Birch House Guest',
    bssid: '24:0a:c4:00:11:23',
    channel: 6,
    rssi: -51,
    auth: 'Open',
    ip4: '192.168.7.12',
  },
  {
    ssid: 'Café ☕',
    bssid: '02:10:20:fa:fe:7f',
    channel: 11,
    rssi: -67,
    auth: 'WPA2_WPA3_PSK',
    password: 'espresso!',
    ip4: '10.0.3.77',
  },
  { ssid: 'eduroam', bssid: '66:77:88:99:aa:bb', channel: 1, rssi: -74, auth: 'WPA2_ENTERPRISE' },
];
