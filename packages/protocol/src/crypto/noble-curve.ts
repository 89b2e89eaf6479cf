// A file of its own, so that a page that needs no curve does not load it.
import { pow } from '@noble/curves/abstract/modular.js';
import { montgomery } from '@noble/curves/abstract/montgomery.js';
import type { Bytes } from '../bytes.ts';

/** The prime 2^255 - 19. RFC 7748, section 4.1 */
const prime = 2n ** 255n - 19n;

/** Made here of the parts of noble: its ready-made curve brings the signatures of Ed25519 along, twice as much code. */
const x25519 = montgomery({
  P: prime,
  type: 'x25519',
  // The inverse, by Fermat's little theorem.
  powPminus2: (x) => pow(x, prime - 2n, prime),
  adjustScalarBytes: clamped,
});

/** Sets the bits that every private key has alike. RFC 7748, section 5 */
function clamped(bytes: Uint8Array): Uint8Array {
  const key = Uint8Array.from(bytes);
  key[0] = (bytes[0] as number) & 248;
  key[31] = ((bytes[31] as number) & 127) | 64;
  return key;
}

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
