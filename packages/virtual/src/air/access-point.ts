import { utf8 } from '@esp-prov/protocol';

/**
 * How a join to an access point goes, apart from the password. `refuse-password`: it takes every password for a wrong one;
 * `too-weak`: it is heard, and the signal is too weak for the handshake.
 */
export type JoinOutcome = (typeof joinOutcomes)[number];

/** The names of all outcomes. */
export const joinOutcomes = ['ok', 'refuse', 'vanish', 'no-address', 'refuse-password', 'too-weak'] as const;

/** An access point of the virtual air. */
export interface VirtualAccessPoint {
  /** Up to 32 bytes, as UTF-8 text or as bytes; if empty, the network is neither heard nor joined. */
  readonly ssid: string | Uint8Array;
  /** Whether the network is hidden: no scan shows it, but it can be joined by name. */
  readonly hidden?: boolean | undefined;
  /** Six bytes as `aa:bb:cc:dd:ee:ff`. */
  readonly bssid: string;
  readonly channel: number;
  /** Signal strength in dBm. */
  readonly rssi: number;
  /** A name, or a number of `wifi_auth_mode_t` from 0 to 255, as later releases have more of them. */
  readonly auth: VirtualAuthMode | number;
  /** Password; missing for open networks. */
  readonly password?: string | undefined;
  /** What happens to a station with the right password; default `ok`. */
  readonly join?: JoinOutcome | undefined;
  /** Time from the attempt to its outcome in ms. */
  readonly joinMs?: number | undefined;
  /** Address that a joined station gets. */
  readonly ip4?: string | undefined;
}

/** Auth modes by the names that esp_prov prints, and by their like beyond 7. Numbers: `wifi_auth_mode_t` of v5.5. */
export const authModes = {
  Open: 0,
  WEP: 1,
  WPA_PSK: 2,
  WPA2_PSK: 3,
  WPA_WPA2_PSK: 4,
  WPA2_ENTERPRISE: 5,
  WPA3_PSK: 6,
  WPA2_WPA3_PSK: 7,
  WAPI_PSK: 8,
  OWE: 9,
  WPA3_ENT_192: 10,
  WPA3_EXT_PSK: 11,
  WPA3_EXT_PSK_MIXED: 12,
  DPP: 13,
  WPA3_ENTERPRISE: 14,
  WPA2_WPA3_ENTERPRISE: 15,
  WPA_ENTERPRISE: 16,
} as const;

/** A name of {@link authModes}. */
export type VirtualAuthMode = keyof typeof authModes;

/** Returns the number of an auth mode. */
export function authNumber(auth: VirtualAccessPoint['auth']): number {
  return typeof auth === 'number' ? auth : authModes[auth];
}

/** Returns the name of an access point as bytes. */
export function ssidBytes({ ssid }: VirtualAccessPoint): Uint8Array<ArrayBuffer> {
  return typeof ssid === 'string' ? utf8(ssid) : Uint8Array.from(ssid);
}
