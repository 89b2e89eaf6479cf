import { decodeUtf8, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { wifiLimits } from './wifi-config.ts';

/** Numbers of auth modes as scans tell them. esp-idf: esp_wifi_types_generic.h, wifi_auth_mode_t */
const open = 0;
const wep = 1;
const wpaFamily: readonly (number | undefined)[] = [2, 3, 4, 6, 7, 11, 12];

/** Shortest passphrase of WPA to WPA3 in bytes. IEEE 802.11, annex M.4 */
const leastWpa = 8;

/**
 * Passes for a passphrase that a device can join a network with; to find out before it is sent.
 *
 * @param authMode - auth mode of the network, if known from a scan; default: refuses only what no network takes
 * @throws ProvisioningError `wifi/invalid-passphrase` that says what is wrong with it, without repeating it
 */
export function requireWifiPassphrase(passphrase: string | Uint8Array, authMode?: number): void {
  const bytes = typeof passphrase === 'string' ? utf8(passphrase) : passphrase;
  const reason = refusal(bytes, authMode);
  if (reason === undefined) return;
  throw new ProvisioningError('wifi/invalid-passphrase', reason, {
    details: { length: bytes.length, ...(authMode === undefined ? {} : { authMode }) },
  });
}

function refusal(bytes: Uint8Array, authMode: number | undefined): string | undefined {
  const { length } = bytes;
  if (bytes.includes(0)) return 'the passphrase holds a zero byte, at which the device would end it';
  if (length > wifiLimits.passphrase) return tooLong(bytes);
  if (authMode === open) return length === 0 ? undefined : 'the network is open: it takes no passphrase';
  if (authMode === wep)
    return isWepKey(bytes)
      ? undefined
      : `a WEP key has 5 or 13 characters or 10 or 26 hexadecimal digits, not ${length}`;
  if (wpaFamily.includes(authMode)) return length >= leastWpa ? undefined : tooShort(length);
  // Of an unknown network only lengths that neither WEP nor WPA have.
  if (authMode !== undefined || length === 0 || length === 5 || length >= leastWpa) return undefined;
  return tooShort(length);
}

function tooShort(length: number): string {
  return length === 0
    ? 'the network wants a passphrase, and none was given'
    : `the passphrase has ${bytesText(length)}, and WPA takes ${leastWpa} to ${wifiLimits.passphrase}`;
}

function tooLong(bytes: Uint8Array): string {
  const isRawKey = bytes.length === 64 && isHex(bytes);
  return isRawKey
    ? '64 hexadecimal digits are a raw key, for which the device has no room: it takes at most 63 bytes'
    : `the passphrase has ${bytesText(bytes.length)}, and a device takes at most ${wifiLimits.passphrase}`;
}

function isWepKey(bytes: Uint8Array): boolean {
  const { length } = bytes;
  return length === 5 || length === 13 || ((length === 10 || length === 26) && isHex(bytes));
}

function isHex(bytes: Uint8Array): boolean {
  return /^[0-9a-f]*$/i.test(decodeUtf8(bytes) ?? '-');
}

function bytesText(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
