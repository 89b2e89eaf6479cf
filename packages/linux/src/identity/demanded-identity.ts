import { isAmbiguousPair, ProvisioningError, type Random, type SecurityVersion } from '@esp-prov/protocol';
import type { LinuxDeviceOptions } from '../device/linux-device.ts';
import type { BoardIdentity } from '../state/board-state.ts';
import { defaultUsername, verifierOf, withScheme } from './make-identity.ts';

/** The options that say who a board is. */
export type IdentityDemands = Pick<LinuxDeviceOptions, 'name' | 'securityVersion' | 'secret' | 'hotspot'>;

/** Characters of a WPA2 passphrase. */
const passphraseLengths = { min: 8, max: 63 };

/** Bytes of a name: it is advertised over Bluetooth, and is the SSID of the access point. */
const longestName = 29;

/**
 * Returns the scheme that the options mean: a PoP is of security 1, a password of security 2; undefined where they leave
 * it open.
 *
 * @throws ProvisioningError `usage/invalid-option` where they contradict each other
 */
export function demandedScheme({ securityVersion, secret }: IdentityDemands): SecurityVersion | undefined {
  const { pop, username, password } = secret ?? {};
  if (pop !== undefined && (username ?? password) !== undefined)
    throw refusal('the secret is a proof of possession or a password. Expected one of them');
  if (username !== undefined && password === undefined)
    throw refusal('a user name needs its password. Expected both, for example wifiprov and a password');
  const meant = pop !== undefined ? 1 : password !== undefined ? 2 : undefined;
  if (meant !== undefined && securityVersion !== undefined && meant !== securityVersion) {
    const secretOf = meant === 1 ? 'a proof of possession' : 'a password';
    throw refusal(`${secretOf} belongs to security ${meant}, not to security ${securityVersion}`);
  }
  return securityVersion ?? meant;
}

/**
 * Returns who a board is in this run: its own identity, and over it what the options demand. A demand is not kept: the
 * next run without it has the board's own again.
 *
 * @throws ProvisioningError `usage/invalid-option`, `credentials/unportable`
 */
export function demandedIdentity(own: BoardIdentity, demands: IdentityDemands, random: Random): BoardIdentity {
  const { name, secret, hotspot } = demands;
  if (name !== undefined) requireName(name);
  const scheme = demandedScheme(demands) ?? own.securityVersion;
  const identity = scheme === own.securityVersion ? own : withScheme(own, scheme, random);
  return {
    ...identity,
    ...(name === undefined ? {} : { name }),
    ...demandedSecret(secret, random),
    ...demandedPassphrase(hotspot),
  };
}

function demandedSecret(secret: IdentityDemands['secret'], random: Random): Partial<BoardIdentity> {
  const { pop, username = defaultUsername, password } = secret ?? {};
  if (pop !== undefined) return { pop: pop ?? undefined };
  if (password === undefined) return {};
  if (isAmbiguousPair(username, password)) {
    const why = 'for this pair of user name and password the tools make verifiers that do not fit each other';
    throw new ProvisioningError('credentials/unportable', why);
  }
  return { pop: password, username, verifier: verifierOf(username, password, random) };
}

function demandedPassphrase(hotspot: IdentityDemands['hotspot']): Partial<BoardIdentity> {
  const { open = false, passphrase } = hotspot ?? {};
  if (open && passphrase !== undefined) throw refusal('an open access point has no passphrase');
  if (open) return { hotspotPassphrase: undefined };
  if (passphrase === undefined) return {};
  const { min, max } = passphraseLengths;
  if (!/^[ -~]*$/.test(passphrase) || passphrase.length < min || passphrase.length > max)
    throw refusal(
      `the passphrase of the access point is unusable. Expected ${min} to ${max} printable characters of ASCII`,
    );
  return { hotspotPassphrase: passphrase };
}

function requireName(name: string): void {
  const bytes = new TextEncoder().encode(name).length;
  if (bytes === 0 || bytes > longestName)
    throw refusal(`the name has ${bytes} bytes. Expected 1 to ${longestName}, for example PROV_261FCC`);
}

function refusal(why: string): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', why);
}
