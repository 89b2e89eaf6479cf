import { type Bytes, utf8 } from '@esp-prov/protocol';
import type { VirtualAccessPoint } from '../virtual-network-options.ts';
import { frequencyOf } from './channels.ts';

/** How an access point protects itself. */
export type Security = NonNullable<VirtualAccessPoint['security']>;

/** An access point in range, with everything said. */
export interface AccessPoint {
  /** 1 to 32 bytes. */
  readonly ssid: Bytes;
  /** Such as `02:AA:00:00:00:01`. */
  readonly bssid: string;
  readonly channel: number;
  /** In MHz. */
  readonly frequency: number;
  /** In dBm. */
  readonly rssi: number;
  readonly security: Security;
  readonly passphrase: string | undefined;
  readonly hidden: boolean;
  readonly dhcp: boolean;
  readonly answersAfterMs: number | undefined;
}

/** Returns an SSID as bytes. @throws TypeError when it is empty or too long */
export function ssidBytes(ssid: string | Uint8Array): Bytes {
  const bytes = typeof ssid === 'string' ? utf8(ssid) : Uint8Array.from(ssid);
  if (bytes.length < 1 || bytes.length > 32) throw new TypeError(`an SSID has 1 to 32 bytes, not ${bytes.length}`);
  return bytes;
}

/** Whether two SSIDs are the same bytes. */
export function sameSsid(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Returns an access point with its defaults; `made` is the address of one that has none. */
export function accessPointOf(given: VirtualAccessPoint, made: string): AccessPoint {
  const { channel = 6, passphrase } = given;
  return {
    ssid: ssidBytes(given.ssid),
    bssid: (given.bssid ?? made).toUpperCase(),
    channel,
    frequency: frequencyOf(channel),
    rssi: given.rssi ?? -50,
    security: given.security ?? (passphrase === undefined ? 'open' : 'wpa2'),
    passphrase,
    hidden: given.hidden ?? false,
    dhcp: given.dhcp ?? true,
    answersAfterMs: given.answersAfterMs,
  };
}
