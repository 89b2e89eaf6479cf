import { modPow } from '#power';
import { equalConstantTime } from '../../bytes.ts';
import { generator, primeBytes, strip } from './group.ts';
import { type SecretReading, shortSalt, strippedHash } from './secret-reading.ts';
import { credentialBytes, innerHash, type SaltAndVerifier, secretExponent } from './verifier.ts';

/** How a verifier belongs to a user name and a password. */
export interface VerifierMatch {
  /** Absent where it was made by the rule, so that every client gets in. */
  readonly reading?: SecretReading;
}

/** Most bytes of a salt that the generator is taken to have lost; more are lost once in 4 000 million draws. */
const mostLost = 3;

/**
 * Returns how a verifier belongs to a user name and a password; undefined where it does not at all. Without the password
 * nothing can be told: a salt that the generator cut short looks like any other.
 */
export function matchVerifier(
  username: string | Uint8Array,
  password: string | Uint8Array,
  { salt, verifier }: SaltAndVerifier,
): VerifierMatch | undefined {
  const inner = innerHash(credentialBytes(username), credentialBytes(password));
  const kept = strip(verifier);
  const makes = (part: Uint8Array, hash: Uint8Array): boolean => {
    const made = strip(modPow(generator, secretExponent(part, hash), primeBytes));
    return made.length === kept.length && equalConstantTime(made, kept);
  };
  if (makes(salt, inner)) return {};
  if (inner[0] === 0 && makes(salt, strip(inner))) return { reading: strippedHash };
  for (let lost = 1; lost <= Math.min(mostLost, salt.length - 1); lost++) {
    const bytes = salt.length - lost;
    if (makes(salt.subarray(0, bytes), inner)) return { reading: shortSalt(bytes, salt.length) };
  }
  return undefined;
}
