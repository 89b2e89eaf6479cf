import { ctr, gcm } from '@noble/ciphers/aes.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { sha256 as nobleSha256, sha512 as nobleSha512 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../bytes.ts';
import type { StreamCipher } from './stream-cipher.ts';

export { modPow } from './noble-power.ts';

/** Returns SHA-256 of `data`, 32 bytes. */
export function sha256(data: Uint8Array): Bytes {
  return new Uint8Array(nobleSha256(data));
}

/** Returns SHA-512 of `data`, 64 bytes. */
export function sha512(data: Uint8Array): Bytes {
  return new Uint8Array(nobleSha512(data));
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

/** Returns AES-256-CTR as one running keystream: bytes are consumed one by one, never skipped or restarted. */
export function aes256Ctr(key: Uint8Array, initialCounter: Uint8Array): StreamCipher {
  const blockLength = 16;
  const counter = Uint8Array.from(initialCounter);
  let left: Uint8Array = new Uint8Array(0);
  return {
    apply(data) {
      if (left.length < data.length) {
        const blocks = Math.ceil((data.length - left.length) / blockLength);
        const fresh = ctr(key, counter).encrypt(new Uint8Array(blocks * blockLength));
        advance(counter, blocks);
        const joined = new Uint8Array(left.length + fresh.length);
        joined.set(left);
        joined.set(fresh, left.length);
        left = joined;
      }
      const result = Uint8Array.from(data, (byte, i) => byte ^ (left[i] as number));
      left = left.subarray(data.length);
      return result;
    },
  };
}

/** Returns the ciphertext of AES-256-GCM without associated data, its tag of 16 bytes behind it. */
export function aes256GcmSeal(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Bytes {
  return new Uint8Array(gcm(key, iv).encrypt(plaintext));
}

/**
 * Returns the plaintext of a ciphertext with its tag behind it.
 *
 * @throws Error when the tag does not fit
 */
export function aes256GcmOpen(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Bytes {
  return new Uint8Array(gcm(key, iv).decrypt(sealed));
}

/** Adds `blocks` to a 128-bit big-endian counter, modulo 2^128. */
function advance(counter: Uint8Array, blocks: number): void {
  let carry = blocks;
  for (let i = counter.length - 1; i >= 0 && carry > 0; i--) {
    const sum = (counter[i] as number) + carry;
    counter[i] = sum & 0xff;
    carry = Math.floor(sum / 256);
  }
}
