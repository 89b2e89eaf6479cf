import { isAmbiguousPair, makeVerifier, type Random, type SecurityVersion, toHex } from '@esp-prov/protocol';
import type { BoardIdentity } from '../state/board-state.ts';
import { randomText } from './random-text.ts';

/** User name of security 2, as in Espressif's examples: apps fill it in. */
export const defaultUsername = 'wifiprov';

/** Characters of each secret. */
const secretLength = 16;

/** Bytes of a salt, as Espressif's tools make it. */
const saltLength = 16;

/** What an identity is made of. */
export interface IdentityParts {
  /** Address that the radio was made with. */
  readonly mac: Uint8Array;
  readonly securityVersion: SecurityVersion;
  readonly random: Random;
}

/** Returns the name of a board's service, from the address of its radio. */
function nameFromMac(mac: Uint8Array): string {
  return `PROV_${toHex(mac.subarray(-3)).toUpperCase()}`;
}

/** Returns the identity of a board at its first start. */
export function makeIdentity({ mac, securityVersion, random }: IdentityParts): BoardIdentity {
  const pop = portableSecret(random);
  const hotspotPassphrase = randomText(random, secretLength);
  return withScheme({ name: nameFromMac(mac), securityVersion, pop, hotspotPassphrase }, securityVersion, random);
}

/** Returns an identity for a scheme, with the same secret. */
export function withScheme(identity: BoardIdentity, securityVersion: SecurityVersion, random: Random): BoardIdentity {
  const { name, pop, hotspotPassphrase } = identity;
  const common = { name, securityVersion, pop, hotspotPassphrase };
  if (securityVersion !== 2 || pop === undefined) return common;
  return { ...common, username: defaultUsername, verifier: verifierOf(defaultUsername, pop, random) };
}

/** Returns the verifier of a pair under a new salt. */
export function verifierOf(username: string, password: string, random: Random): NonNullable<BoardIdentity['verifier']> {
  let salt = random(saltLength);
  // Espressif's tools drop zeros at the beginning.
  while (salt[0] === 0) salt = random(saltLength);
  const made = makeVerifier(username, password, salt);
  return { salt, verifier: Uint8Array.from(made.verifier) };
}

/** One pair of 256 is understood by a part of Espressif's tools only. */
function portableSecret(random: Random): string {
  for (;;) {
    const secret = randomText(random, secretLength);
    if (!isAmbiguousPair(defaultUsername, secret)) return secret;
  }
}
