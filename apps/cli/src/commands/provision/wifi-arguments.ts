import {
  requireBssid,
  requireChannel,
  requireWifiNetwork,
  requireWifiPassphrase,
  type WifiNetwork,
} from '@esp-prov/client';
import { type Bytes, fromHex, type TextEncoding } from '@esp-prov/protocol';
import { encodeArgument } from '../../options/encode-argument.ts';

/** What names a network on a command line or in a list. */
export interface SsidArguments {
  readonly ssid?: string;
  /** The name as bytes, for names that are no text. */
  readonly ssidHex?: string;
  readonly encoding: TextEncoding;
}

/**
 * Returns the bytes of the network's name; undefined where none is given.
 *
 * @throws ProvisioningError `wifi/invalid-ssid` for a name that no device takes, `usage/invalid-option` where the encoding
 *   lacks a character
 */
export function ssidArgument({ ssid, ssidHex, encoding }: SsidArguments): Bytes | undefined {
  if (ssidHex === undefined && ssid === undefined) return undefined;
  const name = ssidHex === undefined ? encodeArgument(ssid ?? '', encoding) : fromHex(ssidHex);
  requireWifiNetwork({ ssid: name });
  return name;
}

/**
 * Returns the bytes of a password that a network of this auth mode can have.
 *
 * @throws ProvisioningError `wifi/invalid-passphrase`, `usage/invalid-option` where the encoding lacks a character
 */
export function passphraseArgument(text: string, encoding: TextEncoding, authMode?: number): Bytes {
  const passphrase = encodeArgument(text, encoding);
  requireWifiPassphrase(passphrase, authMode);
  return passphrase;
}

/**
 * Returns the access point and the channel of a network, where they are given.
 *
 * @throws ProvisioningError `wifi/invalid-access-point`
 */
export function accessPointArguments({
  bssid,
  channel,
}: {
  readonly bssid?: string | undefined;
  readonly channel?: number | undefined;
}): Pick<WifiNetwork, 'bssid' | 'channel'> {
  return {
    ...(bssid === undefined ? {} : { bssid: requireBssid(bssid) }),
    ...(channel === undefined ? {} : { channel: requireChannel(channel) }),
  };
}
