// A file of its own, so that a page that needs no curve does not load it.
import { x25519 } from '@noble/curves/ed25519.js';
import type { Bytes } from '../bytes.ts';

/** Returns the public key (32 bytes, little-endian u-coordinate) of an X25519 private key. */
export function x25519PublicKey(privateKey: Uint8Array): Bytes {
  return new Uint8Array(x25519.getPublicKey(privateKey));
}

/**
 * Returns the X25519 shared secret, 32 bytes.
 *
 * @throws Error when the peer's key is a low-order point, whose secret would be zero
 */
export function x25519SharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Bytes {
  return new Uint8Array(x25519.getSharedSecret(privateKey, publicKey));
}
