import { sha512 } from '#crypto';
import { modPow } from '#power';
import { type Bytes, concatBytes, utf8 } from '../../bytes.ts';
import { generator, primeBytes, strip } from './group.ts';

/** What a device keeps in place of a password. */
export interface SaltAndVerifier {
  readonly salt: Uint8Array;
  /** g^x mod N, without leading zeros as the tools write it. */
  readonly verifier: Uint8Array;
}

/** Returns a user name or password as bytes; text is taken as UTF-8. */
export function credentialBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? utf8(text) : text;
}

/** Returns H(I | ":" | P), the part of the secret exponent that does not depend on the salt. */
export function innerHash(username: Uint8Array, password: Uint8Array): Bytes {
  return sha512(concatBytes(username, utf8(':'), password));
}

/**
 * Whether Espressif's Python tool and its C generator disagree about this pair: the tool drops the zero bytes with
 * which the inner hash begins (1 of 256 pairs), so its verifier fits no other client.
 */
export function isAmbiguousPair(username: string | Uint8Array, password: string | Uint8Array): boolean {
  return innerHash(credentialBytes(username), credentialBytes(password))[0] === 0;
}

/** Returns the secret exponent x = H(salt | inner hash). */
export function secretExponent(salt: Uint8Array, inner: Uint8Array): Bytes {
  return sha512(concatBytes(salt, inner));
}

/** Returns the verifier that the C generator of ESP-IDF v5.2 and later makes of a pair and a salt. */
export function makeVerifier(
  username: string | Uint8Array,
  password: string | Uint8Array,
  salt: Uint8Array,
): SaltAndVerifier {
  const inner = innerHash(credentialBytes(username), credentialBytes(password));
  const verifier = modPow(generator, secretExponent(salt, inner), primeBytes);
  return { salt: Uint8Array.from(salt), verifier: strip(verifier) };
}
