import { disconnectReasons } from '@esp-prov/device';
import { type AuthKind, authKind } from './auth-kind.ts';

/** What a station of a release joins, and how it names what it does not join. */
export interface StationRules {
  /**
   * Whether an unsuitable network is distinguished from a missing one: reasons 210 and 211, since ESP-IDF v5.2; before,
   * both are 201.
   */
  readonly namesMismatch: boolean;
  /**
   * Whether a password of eight bytes or more keeps the station from networks weaker than WPA2; since ESP-IDF v5.0.
   * esp-idf: comment on `threshold.authmode` in examples/wifi/getting_started/station
   */
  readonly raisesThreshold: boolean;
  /** Whether it joins networks of WPA3 alone, which demand protected management frames; since ESP-IDF v4.4. */
  readonly joinsWpa3: boolean;
}

/** The station of ESP-IDF v5.2 and later. */
export const newestStation: StationRules = { namesMismatch: true, raisesThreshold: true, joinsWpa3: true };

const { noApFound, noApWithCompatibleSecurity, noApInAuthModeThreshold } = disconnectReasons;

/**
 * Returns the reason why a station does not even try a network with this password; undefined when it tries. The
 * station of the provisioning manager is given a name and a password and nothing else, so it knows no EAP, OWE, WAPI or
 * DPP. esp-idf: docs/en/api-guides/wifi.rst, reasons 210 and 211
 */
export function obstacle(auth: number, passphrase: Uint8Array, rules: StationRules): number | undefined {
  const kind = authKind(auth);
  if (rules.raisesThreshold && passphrase.length >= 8 && belowWpa2.includes(kind)) {
    return rules.namesMismatch ? noApInAuthModeThreshold : noApFound;
  }
  if (suits(kind, passphrase, rules)) return undefined;
  return rules.namesMismatch ? noApWithCompatibleSecurity : noApFound;
}

/** Without open networks: those do not suit a station with a password of any length. */
const belowWpa2: readonly AuthKind[] = ['wep', 'wpa'];

function suits(kind: AuthKind, passphrase: Uint8Array, { joinsWpa3 }: StationRules): boolean {
  switch (kind) {
    case 'open':
      return passphrase.length === 0;
    case 'wep':
      return isWepKey(passphrase);
    case 'wpa':
    case 'wpa2':
      return passphrase.length > 0;
    case 'wpa3':
      return joinsWpa3 && passphrase.length > 0;
    case 'enterprise':
    case 'other':
      return false;
  }
}

/** Returns a key of 40 or 104 bits, as bytes or in hex. */
function isWepKey(key: Uint8Array): boolean {
  if (key.length === 5 || key.length === 13) return true;
  return (key.length === 10 || key.length === 26) && key.every(isHexDigit);
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
