import type { Bytes } from '@esp-prov/protocol';

/** An access point as the system of this machine hears it. */
export interface NearbyAccessPoint {
  readonly ssid: Bytes;
  /** Its address; undefined where the system does not tell it. */
  readonly bssid: string | undefined;
  readonly channel: number | undefined;
  /** Signal from 0 to 100, as most systems tell it. */
  readonly signal: number | undefined;
  /** Its security in the words of the system; empty for an open network. */
  readonly security: string;
}

/** Most access points that are read of a list. */
export const mostAccessPoints = 1000;

/** Reads a whole number that a system has printed, within limits; undefined for anything else. */
export function readNumber(text: string | undefined, least: number, most: number): number | undefined {
  const number = /^\s*-?\d{1,4}/.test(text ?? '') ? Number.parseInt(text ?? '', 10) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

/** Reads an address as systems print it, in lower case; undefined for anything else. */
export function readBssid(text: string | undefined): string | undefined {
  const parts = (text ?? '').trim().toLowerCase().split(':');
  if (parts.length !== 6 || !parts.every((part) => /^[0-9a-f]{1,2}$/.test(part))) return undefined;
  return parts.map((part) => part.padStart(2, '0')).join(':');
}

/** Returns a signal from 0 to 100 for one in dBm, as NetworkManager counts. */
export function percentOf(dbm: number | undefined): number | undefined {
  return dbm === undefined ? undefined : Math.max(0, Math.min(100, 2 * (dbm + 100)));
}
