// The networks that the recorded devices heard, strongest first: what a run is given, as keys and passwords are.
import { fromHex, utf8 } from '@esp-prov/protocol';

const network = (ssid, bssid, channel, rssi, authMode) => ({
  ssid: utf8(ssid),
  bssid: fromHex(bssid),
  channel,
  rssi,
  authMode,
});

/** Networks around the device of the recordings. */
export const recordedStreet = [
  network('HomeNet', '240ac4001122', 6, -41, 3),
  network('Cafe-Guest', 'a0b1c2d3e4f5', 1, -55, 0),
  network('OldRouter', '001122334455', 11, -63, 1),
  network('Office WPA3', 'deadbeef0001', 9, -67, 6),
  network('Café ☕', '020000fffe7f', 3, -70, 4),
  network('Corp', '66778899aabb', 13, -78, 5),
  network('0123456789abcdef0123456789ABCDEF', 'fedcba987654', 4, -89, 7),
];

const faint = (number, channel, rssi) =>
  network(
    `ap-${String(number).padStart(3, '0')}`,
    `1020304000${number.toString(16).padStart(2, '0')}`,
    channel,
    rssi,
    3,
  );

/** A street with more networks than fit into one page: the device keeps sixteen. */
export const longStreet = [
  ...recordedStreet,
  faint(20, 8, -90),
  faint(21, 9, -91),
  faint(22, 10, -92),
  faint(23, 11, -93),
  faint(24, 12, -94),
  faint(25, 13, -95),
  faint(26, 1, -96),
  faint(7, 8, -97),
  faint(12, 13, -102),
];
