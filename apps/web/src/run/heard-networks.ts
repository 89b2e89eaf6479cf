import { type AccessPoint, isEnterprise } from '@esp-prov/client';
import { decodeUtf8, toHex } from '@esp-prov/protocol';
import type { HeardNetwork } from '../flow/flow-state.ts';
import { networkKey } from '../flow/network-list.ts';

/** Kinds of security by the auth modes of scans. esp-idf: esp_wifi_types_generic.h, wifi_auth_mode_t */
const securities: Readonly<Record<number, HeardNetwork['security']>> = {
  0: 'open',
  1: 'wep',
  2: 'wpa',
  3: 'wpa2',
  4: 'wpa2',
  6: 'wpa3',
  7: 'wpa2',
  9: 'open',
  11: 'wpa3',
  12: 'wpa2',
};

/** Least strengths in dBm for four, three and two bars. */
const steps = [-55, -67, -75] as const;

/**
 * Returns what a scan heard, access points of one name and one security merged. Networks that hide their name are left
 * out: there is nothing to choose them by.
 */
export function heardNetworks(scan: readonly AccessPoint[]): HeardNetwork[] {
  const merged = new Map<string, HeardNetwork>();
  for (const { ssid, rssi, authMode } of scan) {
    if (ssid.every((byte) => byte === 0)) continue;
    const ssidHex = toHex(ssid);
    const key = networkKey({ ssidHex, authMode });
    const before = merged.get(key);
    const strongest = Math.max(rssi, before?.rssi ?? Number.NEGATIVE_INFINITY);
    merged.set(key, {
      ssidHex,
      ssid: decodeUtf8(ssid),
      rssi: strongest,
      bars: barsOf(strongest),
      security: isEnterprise(authMode) ? 'enterprise' : (securities[authMode] ?? 'other'),
      authMode,
      accessPoints: (before?.accessPoints ?? 0) + 1,
      gone: false,
    });
  }
  return [...merged.values()];
}

/** Returns how many bars a strength in dBm has. */
export function barsOf(rssi: number): HeardNetwork['bars'] {
  const [four, three, two] = steps;
  if (rssi >= four) return 4;
  if (rssi >= three) return 3;
  return rssi >= two ? 2 : 1;
}
