/** What an access point says of its security: `NM80211ApFlags`, and `NM80211ApSecurityFlags` of WPA and of RSN. */
export interface SecurityFlags {
  readonly flags: number;
  readonly wpa: number;
  readonly rsn: number;
}

/** `NM_802_11_AP_FLAGS_PRIVACY`: there is a key, of WEP where neither WPA nor RSN says more. */
const privacy = 0x1;
const psk = 0x100;
const enterprise = 0x200;
const sae = 0x400;
const owe = 0x800;
const suiteB192 = 0x2000;

/** Numbers of ESP-IDF's `wifi_auth_mode_t` (v5.5) that an access point of NetworkManager can have. */
export const authModes = {
  open: 0,
  wep: 1,
  wpa: 2,
  wpa2: 3,
  wpaWpa2: 4,
  wpa2Enterprise: 5,
  wpa3: 6,
  wpa2Wpa3: 7,
  owe: 9,
  wpa3Enterprise192: 10,
  wpaEnterprise: 16,
} as const;

/** Returns the auth mode of an access point as ESP-IDF numbers it. Of several ways in, the one with a passphrase counts. */
export function authModeOf({ flags, wpa, rsn }: SecurityFlags): number {
  const has = (bits: number) => (rsn & bits) !== 0;
  if (has(sae)) return has(psk) || (wpa & psk) !== 0 ? authModes.wpa2Wpa3 : authModes.wpa3;
  if (has(psk)) return (wpa & psk) === 0 ? authModes.wpa2 : authModes.wpaWpa2;
  if ((wpa & psk) !== 0) return authModes.wpa;
  if (has(suiteB192)) return authModes.wpa3Enterprise192;
  if (has(enterprise)) return authModes.wpa2Enterprise;
  if ((wpa & enterprise) !== 0) return authModes.wpaEnterprise;
  // The open half of a pair in transition has the flag of that and no key.
  if (has(owe)) return authModes.owe;
  return (flags & privacy) === 0 ? authModes.open : authModes.wep;
}
