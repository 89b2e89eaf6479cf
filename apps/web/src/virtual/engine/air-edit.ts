import { foreignText, utf8 } from '@esp-prov/protocol';
import { authModes, type VirtualAccessPoint, type VirtualAuthMode } from '@esp-prov/virtual';

/** Networks that the air in the page holds at most. */
export const mostNetworks = 24;

/** Longest name of a network in bytes. */
export const longestSsid = 32;

/** What is seen and set of a network. */
export interface AirNetwork {
  readonly ssid: string;
  readonly auth: AirSecurity;
  readonly password: string;
  /** Signal strength in dBm. */
  readonly rssi: number;
  readonly join: NonNullable<VirtualAccessPoint['join']>;
}

/** The kinds of protection that can be set, by the names of the auth modes. */
export type AirSecurity = Extract<
  VirtualAuthMode,
  'Open' | 'WEP' | 'WPA2_PSK' | 'WPA2_WPA3_PSK' | 'WPA3_PSK' | 'WPA2_ENTERPRISE'
>;

/** All of them, from the weakest up. */
export const airSecurities: readonly AirSecurity[] = [
  'Open',
  'WEP',
  'WPA2_PSK',
  'WPA2_WPA3_PSK',
  'WPA3_PSK',
  'WPA2_ENTERPRISE',
];

/** Range of the signal strength in dBm. */
export const rssiRange = { min: -95, max: -30 } as const;

/** Returns what is seen and set of an access point. */
export function airNetwork(point: VirtualAccessPoint): AirNetwork {
  const { ssid, rssi, password = '', join = 'ok' } = point;
  const auth = airSecurities.find((each) => each === point.auth || authModes[each] === point.auth) ?? 'WPA2_PSK';
  return {
    ssid: typeof ssid === 'string' ? ssid : foreignText(String.fromCharCode(...ssid)),
    auth,
    password,
    rssi,
    join,
  };
}

/** Returns the access points with one of them changed; a name that is too long or empty leaves the name as it was. */
export function changeNetwork(
  points: readonly VirtualAccessPoint[],
  bssid: string,
  changes: Partial<AirNetwork>,
): readonly VirtualAccessPoint[] {
  return points.map((point) => (point.bssid === bssid ? changed(point, changes) : point));
}

/** Returns the access points without one of them. */
export function removeNetwork(points: readonly VirtualAccessPoint[], bssid: string): readonly VirtualAccessPoint[] {
  return points.filter((point) => point.bssid !== bssid);
}

/** Returns the access points with another one of this name; as they are where there is no room for it. */
export function addNetwork(points: readonly VirtualAccessPoint[], ssid: string): readonly VirtualAccessPoint[] {
  if (points.length >= mostNetworks || !fitsSsid(ssid)) return points;
  const used = new Set(points.map(({ bssid }) => bssid));
  const numbers = Array.from({ length: points.length + 1 }, (_, i) => i);
  const bssid = numbers.map((i) => `02:00:00:00:01:${i.toString(16).padStart(2, '0')}`).find((each) => !used.has(each));
  const channel = 1 + ((points.length * 5) % 11);
  return [...points, { ssid, bssid: bssid as string, channel, rssi: -60, auth: 'WPA2_PSK', password: 'password' }];
}

/** Whether a network can have this name. */
export function fitsSsid(ssid: string): boolean {
  const { length } = utf8(ssid);
  return length > 0 && length <= longestSsid;
}

function changed(
  point: VirtualAccessPoint,
  { ssid, auth, password, rssi, join }: Partial<AirNetwork>,
): VirtualAccessPoint {
  const kind = auth ?? point.auth;
  const secret = password ?? point.password ?? '';
  const { password: _, ...rest } = point;
  return {
    ...rest,
    ...(ssid !== undefined && fitsSsid(ssid) ? { ssid } : {}),
    auth: kind,
    rssi: rssi === undefined ? point.rssi : Math.round(Math.min(rssiRange.max, Math.max(rssiRange.min, rssi))),
    join: join ?? point.join,
    ...(kind === 'Open' ? {} : { password: secret === '' ? 'password' : secret }),
  };
}
