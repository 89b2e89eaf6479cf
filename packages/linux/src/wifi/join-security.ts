import { pbkdf2Sync } from 'node:crypto';
import { disconnectReasons, type HeardNetwork, type WifiCredentials } from '@esp-prov/device';
import { decodeUtf8, toHex } from '@esp-prov/protocol';
import { authModes } from './auth-mode.ts';

/** How a network is to be signed in to. */
export interface JoinSecurity {
  /** `key-mgmt` of NetworkManager; `none`: the network is open. `wpa-psk` also takes WPA3 of a network that has both. */
  readonly keyMgmt: 'none' | 'wpa-psk' | 'sae' | 'owe';
  /** What goes into `psk`. */
  readonly secret?: string | undefined;
  /** Whether a wrong passphrase may fail by SAE. */
  readonly sae: boolean;
}

/** Why a network is not even tried: a reason of ESP-IDF, and a text for the log. */
export interface JoinRefusal {
  readonly reason: number;
  readonly why: string;
}

const shortestPassphrase = 8;
const longestPassphrase = 63;

/**
 * Returns how to sign in to a network, or why that is not possible.
 *
 * @param heard - the strongest access point of it, or the wanted one; undefined when it was not heard
 */
export function joinSecurity(
  credentials: WifiCredentials,
  heard: Pick<HeardNetwork, 'authMode'> | undefined,
): JoinSecurity | JoinRefusal {
  const { passphrase } = credentials;
  switch (heard?.authMode) {
    case undefined:
      return passphrase.length === 0 ? { keyMgmt: 'none', sae: false } : withPassphrase(credentials, 'wpa-psk', true);
    case authModes.open:
      // A station of ESP-IDF that has a passphrase does not take an open network of the same name either.
      return passphrase.length === 0 ? { keyMgmt: 'none', sae: false } : refuse('is open, and a passphrase was given');
    case authModes.owe:
      return passphrase.length === 0 ? { keyMgmt: 'owe', sae: false } : refuse('is open, and a passphrase was given');
    case authModes.wpa:
    case authModes.wpa2:
    case authModes.wpaWpa2:
      return needed(passphrase) ?? withPassphrase(credentials, 'wpa-psk', false);
    case authModes.wpa2Wpa3:
      return needed(passphrase) ?? withPassphrase(credentials, 'wpa-psk', true);
    case authModes.wpa3:
      return needed(passphrase) ?? withPassphrase(credentials, 'sae', true);
    case authModes.wep:
      return refuse('has WEP, which is not safe and not supported');
    default:
      return refuse('wants a sign-in with an account (enterprise), which is not supported');
  }
}

function refuse(what: string, reason: number = disconnectReasons.noApWithCompatibleSecurity): JoinRefusal {
  return { reason, why: `the network ${what}` };
}

function needed(passphrase: Uint8Array): JoinRefusal | undefined {
  return passphrase.length === 0
    ? refuse('wants a passphrase, and none was given', disconnectReasons.authFail)
    : undefined;
}

function withPassphrase(
  { ssid, passphrase }: WifiCredentials,
  keyMgmt: 'wpa-psk' | 'sae',
  sae: boolean,
): JoinSecurity | JoinRefusal {
  const said = decodeUtf8(passphrase);
  const isKey = passphrase.length === 64 && said !== undefined && /^[0-9a-f]{64}$/i.test(said);
  if (isKey && keyMgmt === 'wpa-psk') return { keyMgmt, secret: said, sae };
  if (passphrase.length < shortestPassphrase || passphrase.length > longestPassphrase) {
    return refuse(
      `has another passphrase: one has ${shortestPassphrase} to ${longestPassphrase} bytes`,
      disconnectReasons.authFail,
    );
  }
  if (said !== undefined && !said.includes('\0')) return { keyMgmt, secret: said, sae };
  // D-Bus text holds no such bytes, but the key that WPA and WPA2 make of them can be given as digits.
  if (keyMgmt === 'sae')
    return refuse('has WPA3, for which the passphrase has to be text (UTF-8)', disconnectReasons.authFail);
  return { keyMgmt, secret: toHex(pbkdf2Sync(passphrase, ssid, 4096, 32, 'sha1')), sae };
}

/** Whether a network is not even tried. */
export function isRefusal(security: JoinSecurity | JoinRefusal): security is JoinRefusal {
  return 'why' in security;
}
