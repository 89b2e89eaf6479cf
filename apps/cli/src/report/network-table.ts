import { type AccessPoint, isEnterprise } from '@esp-prov/client';
import { decodeUtf8, foreignText, toHex } from '@esp-prov/protocol';
import { displayWidth } from '../terminal/display-width.ts';

const authNames = [
  'Open',
  'WEP',
  'WPA_PSK',
  'WPA2_PSK',
  'WPA_WPA2_PSK',
  'WPA2_ENTERPRISE',
  'WPA3_PSK',
  'WPA2_WPA3_PSK',
  'WAPI_PSK',
  'OWE',
  'WPA3_ENT_192',
  'WPA3_EXT_PSK',
  'WPA3_EXT_PSK_MIXED',
  'DPP',
  'WPA3_ENTERPRISE',
  'WPA2_WPA3_ENTERPRISE',
  'WPA_ENTERPRISE',
];

/** Returns the name of an auth mode as esp_prov prints it; later ones by number. */
export function authName(authMode: number): string {
  return authNames[authMode] ?? `AUTH_${authMode}`;
}

/** Bytes of the longest SSID that there is. IEEE 802.11, 9.4.2.2 */
const longestSsid = 32;

/**
 * Returns an SSID for a screen: text where it is UTF-8, hexadecimal digits where it is not; nothing in it steers the
 * screen.
 */
export function displaySsid(ssid: Uint8Array): string {
  if (ssid.length === 0) return '(hidden)';
  const text = ssid.length > longestSsid ? undefined : decodeUtf8(ssid);
  if (text === undefined) return foreignText(`0x${toHex(ssid)}`, 2 + 2 * longestSsid);
  return foreignText(text);
}

/** Returns the scan table with the columns of esp_prov. */
export function networkTable(networks: readonly AccessPoint[]): string[] {
  const rows = networks.map((network, i) =>
    row(
      `[${String(i + 1).padStart(2)}]`,
      displaySsid(network.ssid),
      toHex(network.bssid),
      network.channel,
      network.rssi,
      authName(network.authMode),
    ),
  );
  const table = [row('S.N.', 'SSID', 'BSSID', 'CHN', 'RSSI', 'AUTH'), ...rows];
  return [...table, ...enterpriseNote(networks)];
}

/** What is to be known of networks of the list that a password alone does not open. */
function enterpriseNote(networks: readonly AccessPoint[]): string[] {
  const numbers = networks.flatMap(({ authMode }, i) => (isEnterprise(authMode) ? [`[${i + 1}]`] : []));
  if (numbers.length === 0) return [];
  return [
    `Enterprise: ${numbers.join(', ')}. Such a network asks for a user name or a certificate, which provisioning cannot carry.`,
  ];
}

function row(
  number: string,
  ssid: string,
  bssid: string,
  channel: string | number,
  rssi: string | number,
  auth: string,
): string {
  const columns = [
    number.padStart(4),
    ssid + ' '.repeat(Math.max(0, 33 - displayWidth(ssid))),
    bssid.padEnd(12),
    String(channel).padStart(4),
    String(rssi).padEnd(4),
    auth,
  ];
  return columns.join(' ').trimEnd();
}

/** Returns a network as `--json` prints it. */
export function networkJson({ ssid, bssid, channel, rssi, authMode }: AccessPoint): Record<string, unknown> {
  return {
    ssid: decodeUtf8(ssid) ?? null,
    ssidHex: toHex(ssid),
    bssid: colons(bssid),
    channel,
    rssi,
    auth: authName(authMode),
    authMode,
    enterprise: isEnterprise(authMode),
  };
}

/** Returns the bytes of an address with colons between them. */
export function colons(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
