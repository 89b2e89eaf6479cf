import type { HeardNetwork } from '../flow/flow-state.ts';

/** Returns the bytes of a text as hexadecimal digits. */
export function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Returns a network as the device hears it. */
export function heard(ssid: string, bars: 1 | 2 | 3 | 4, more: Partial<HeardNetwork> = {}): HeardNetwork {
  const rssi = -95 + 12 * bars;
  return {
    ssidHex: hexOf(ssid),
    ssid,
    rssi,
    bars,
    security: 'wpa2',
    authMode: 3,
    accessPoints: 1,
    gone: false,
    ...more,
  };
}

/** What a device hears at home. */
export const homeNetworks: readonly HeardNetwork[] = [
  heard('Birch House', 4, { accessPoints: 2 }),
  heard('Birch House Guest', 4, { security: 'open', authMode: 0 }),
  heard('مقهى الحديقة', 3),
  heard('FRITZ!Box 7590 GL', 2, { security: 'wpa3', authMode: 6 }),
  heard('eduroam', 2, { security: 'enterprise', authMode: 5 }),
];

/** Names that somebody could give to a network in order to break a page. */
export const hostileNetworks: readonly HeardNetwork[] = [
  heard('شبكة الجيران القوية', 4),
  heard('<script>alert(1)</script>', 4),
  heard(`Z${'\u0301'.repeat(15)}`, 3),
  heard('\u202Eevil\u202C \u2066net', 3),
  heard('"><img src=x onerror=alert(1)>', 3),
  { ...heard('', 2), ssidHex: 'c328a0ff4e657400ff', ssid: undefined },
  heard('WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW', 2, { accessPoints: 12 }),
  heard('{{constructor}} %s%n', 1, { security: 'open', authMode: 0 }),
  heard('ビルの三階の会議室', 1, { gone: true }),
];

/** More networks than fit on a screen. */
export const manyNetworks: readonly HeardNetwork[] = Array.from({ length: 20 }, (_, i) =>
  heard(`Flat ${i + 1}`, (4 - Math.floor(i / 5)) as 1 | 2 | 3 | 4, { accessPoints: (i % 3) + 1 }),
);
