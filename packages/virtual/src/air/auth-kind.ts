import { authModes } from './access-point.ts';

/** What kind of proof a network demands. */
export type AuthKind = 'open' | 'wep' | 'wpa' | 'wpa2' | 'wpa3' | 'enterprise' | 'other';

const kinds: ReadonlyMap<number, AuthKind> = new Map([
  [authModes.Open, 'open'],
  [authModes.WEP, 'wep'],
  [authModes.WPA_PSK, 'wpa'],
  [authModes.WPA2_PSK, 'wpa2'],
  // Mixed networks are joined by the half that the station knows.
  [authModes.WPA_WPA2_PSK, 'wpa2'],
  [authModes.WPA2_WPA3_PSK, 'wpa2'],
  [authModes.WPA3_EXT_PSK_MIXED, 'wpa2'],
  [authModes.WPA3_PSK, 'wpa3'],
  [authModes.WPA3_EXT_PSK, 'wpa3'],
  [authModes.WPA2_ENTERPRISE, 'enterprise'],
  [authModes.WPA3_ENT_192, 'enterprise'],
  [authModes.WPA3_ENTERPRISE, 'enterprise'],
  [authModes.WPA2_WPA3_ENTERPRISE, 'enterprise'],
  [authModes.WPA_ENTERPRISE, 'enterprise'],
]);

/**
 * Returns the kind of an auth mode; `other` for what takes no password of this kind, and for numbers that no release
 * has.
 */
export function authKind(auth: number): AuthKind {
  return kinds.get(auth) ?? 'other';
}
