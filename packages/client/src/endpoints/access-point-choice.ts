import { type Bytes, fromHex, ProvisioningError } from '@esp-prov/protocol';

/** Six bytes as scans and labels show them: with colons, with hyphens, or as digits alone. */
const bssidText = /^[0-9a-f]{2}(([:-])[0-9a-f]{2}(\2[0-9a-f]{2}){4}|([0-9a-f]{2}){5})$/i;

/** The bands of Wi-Fi that an ESP32 has. IEEE 802.11, annex E */
const bands = [
  { first: 1, last: 14 },
  { first: 32, last: 177 },
];

/**
 * Returns the bytes of a BSSID.
 *
 * @throws ProvisioningError `wifi/invalid-access-point`
 */
export function requireBssid(bssid: string | Uint8Array): Bytes {
  if (typeof bssid !== 'string' && bssid.length === 6) return Uint8Array.from(bssid);
  if (typeof bssid === 'string' && bssidText.test(bssid)) return fromHex(bssid.replace(/[:-]/g, ''));
  const why = 'this is no BSSID. Expected six bytes, for example aa:bb:cc:dd:ee:ff';
  throw new ProvisioningError('wifi/invalid-access-point', why);
}

/**
 * Returns a channel as it is.
 *
 * @throws ProvisioningError `wifi/invalid-access-point`
 */
export function requireChannel(channel: number): number {
  const isThere = bands.some(({ first, last }) => channel >= first && channel <= last);
  if (Number.isInteger(channel) && isThere) return channel;
  const why = 'this is no channel. Expected 1 to 14, or 32 to 177 at 5 GHz, for example 6';
  throw new ProvisioningError('wifi/invalid-access-point', why);
}
