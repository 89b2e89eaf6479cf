import { fromHex, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { authModes, type JoinOutcome, joinOutcomes, type VirtualAccessPoint } from './access-point.ts';

const known = [
  'ssid',
  'ssidHex',
  'ssid_hex',
  'hidden',
  'bssid',
  'channel',
  'rssi',
  'auth',
  'password',
  'join',
  'joinMs',
  'ip4',
];

/** Most access points of an air. */
const maxAccessPoints = 1000;

/** The weakest signal that is made up; from there on networks are equally weak. */
const weakestRssi = -94;

/**
 * Reads the air from parsed JSON: a list of access points, or an object with the list under `accessPoints`. Only the
 * name is required, as text (`ssid`) or as bytes in hex (`ssidHex`, `ssid_hex`).
 *
 * @throws ProvisioningError `air/invalid-scenario` that names the entry and the field
 */
export function parseAir(json: unknown): VirtualAccessPoint[] {
  const list = isRecord(json) ? json['accessPoints'] : json;
  if (!Array.isArray(list)) throw invalid('accessPoints', 'expected a list of access points');
  if (list.length > maxAccessPoints) {
    throw invalid('accessPoints', `expected at most ${maxAccessPoints} access points, not ${list.length}`);
  }
  return list.map(parseAccessPoint);
}

function parseAccessPoint(entry: unknown, index: number): VirtualAccessPoint {
  const at = `accessPoints[${index}]`;
  if (!isRecord(entry)) throw invalid(at, 'expected an object, for example {"ssid": "myssid"}');
  const unknown = Object.keys(entry).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(`${at}.${unknown}`, `no such field; there are ${known.join(', ')}`);
  const { bssid = defaultBssid(index), channel = 1 + ((index * 5) % 13), rssi = defaultRssi(index) } = entry;
  const { password, auth = password === undefined ? 'Open' : 'WPA2_PSK', join = 'ok', joinMs, ip4, hidden } = entry;
  check(hidden === undefined || typeof hidden === 'boolean', `${at}.hidden`, 'true or false');
  check(typeof bssid === 'string' && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(bssid), `${at}.bssid`, 'aa:bb:cc:dd:ee:ff');
  check(isInteger(channel, 1, 177), `${at}.channel`, 'a channel number');
  check(isInteger(rssi, -128, 0), `${at}.rssi`, 'dBm from -128 to 0');
  check(
    isInteger(auth, 0, 255) || (typeof auth === 'string' && Object.hasOwn(authModes, auth)),
    `${at}.auth`,
    `one of ${Object.keys(authModes).join(', ')}, or a number from 0 to 255`,
  );
  check(password === undefined || typeof password === 'string', `${at}.password`, 'text');
  check(joinOutcomes.includes(join as JoinOutcome), `${at}.join`, `one of ${joinOutcomes.join(', ')}`);
  check(joinMs === undefined || isInteger(joinMs, 0, 3_600_000), `${at}.joinMs`, 'milliseconds');
  check(ip4 === undefined || (typeof ip4 === 'string' && isIp4(ip4)), `${at}.ip4`, 'an IPv4 address');
  return {
    ssid: parseSsid(entry, at),
    hidden: hidden as boolean | undefined,
    bssid: bssid as string,
    channel: channel as number,
    rssi: rssi as number,
    auth: auth as VirtualAccessPoint['auth'],
    join: join as JoinOutcome,
    password: password as string | undefined,
    joinMs: joinMs as number | undefined,
    ip4: ip4 as string | undefined,
  };
}

/** Returns the one of the three members that gives the name. */
function parseSsid(entry: Readonly<Record<string, unknown>>, at: string): string | Uint8Array {
  const names = ['ssid', 'ssidHex', 'ssid_hex'].filter((name) => entry[name] !== undefined);
  const [name = 'ssid'] = names;
  check(names.length <= 1, `${at}.${names[1]}`, 'either ssid or ssidHex');
  const value = entry[name];
  if (name !== 'ssid') {
    const isHex = typeof value === 'string' && value.length <= 64 && /^([0-9a-f]{2})*$/i.test(value);
    check(isHex, `${at}.${name}`, 'at most 32 bytes in hex, for example 436166e9');
    return fromHex(value as string);
  }
  check(typeof value === 'string' && utf8(value).length <= 32, `${at}.ssid`, 'text of at most 32 bytes');
  return value as string;
}

function check(valid: boolean, place: string, expected: string): void {
  if (!valid) throw invalid(place, `expected ${expected}`);
}

function invalid(place: string, why: string): ProvisioningError {
  return new ProvisioningError('air/invalid-scenario', `in ${place}: ${why}`, { details: { place } });
}

function defaultBssid(index: number): string {
  const [high, low] = [index >> 8, index & 0xff].map((byte) => byte.toString(16).padStart(2, '0'));
  return `02:00:00:00:${high}:${low}`;
}

/** Returns a signal strength that is weaker with every place, as far as a radio hears. */
function defaultRssi(index: number): number {
  return Math.max(-50 - 4 * index, weakestRssi);
}

function isInteger(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isIp4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
