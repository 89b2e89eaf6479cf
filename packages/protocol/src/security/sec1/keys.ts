import { sha256 } from '#crypto';
import { x25519PublicKey, x25519SharedSecret } from '#curve';
import { type Bytes, utf8, xorBytes } from '../../bytes.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import type { Random } from '../../random.ts';

/** Length of an X25519 key of either kind, of the verify data and of the AES-256 key. */
export const keyLength = 32;

/** Length of the device's random value, the first counter block of AES-CTR. */
export const deviceRandomLength = 16;

/** An X25519 key pair made for one handshake. */
export interface KeyPair {
  readonly privateKey: Bytes;
  readonly publicKey: Bytes;
}

/** Returns a fresh key pair. */
export function makeKeyPair(random: Random): KeyPair {
  const privateKey = random(keyLength);
  return { privateKey, publicKey: x25519PublicKey(privateKey) };
}

/**
 * Returns the session key: the X25519 secret, XORed with SHA-256 of the PoP where there is one. An empty PoP counts as
 * none, since the firmware skips it by its length. esp-idf: protocomm/src/security/security1.c
 *
 * @param pop - proof of possession, as text (UTF-8) or as raw bytes
 * @throws ProvisioningError `session/weak-key` when the peer's key is a low-order point
 */
export function sessionKey(own: KeyPair, peerPublicKey: Uint8Array, pop: Uint8Array): Bytes {
  const secret = sharedSecret(own, peerPublicKey);
  return pop.length > 0 ? xorBytes(secret, sha256(pop)) : secret;
}

/**
 * Returns a PoP as bytes.
 *
 * @throws TypeError for one with a zero byte: firmware ends it there, so both sides would never agree
 */
export function popBytes(pop: string | Uint8Array | undefined): Uint8Array {
  const bytes = typeof pop === 'string' ? utf8(pop) : (pop ?? new Uint8Array(0));
  if (bytes.includes(0)) throw new TypeError('a proof of possession cannot contain a zero byte');
  return bytes;
}

function sharedSecret(own: KeyPair, peerPublicKey: Uint8Array): Bytes {
  let secret: Bytes | undefined;
  let cause: unknown;
  try {
    secret = x25519SharedSecret(own.privateKey, peerPublicKey);
  } catch (error) {
    cause = error;
  }
  if (secret?.some((byte) => byte !== 0)) return secret;
  throw new ProvisioningError('session/weak-key', 'the X25519 key of the other side is a low-order point', { cause });
}
