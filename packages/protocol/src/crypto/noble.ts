import { ctr, gcm } from '@noble/ciphers/aes.js';
import { sha256 as nobleSha256, sha512 as nobleSha512 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../bytes.ts';
import type { StreamCipher } from './stream-cipher.ts';

/** Returns SHA-256 of `data`, 32 bytes. */
export function sha256(data: Uint8Array): Bytes {
  return new Uint8Array(nobleSha256(data));
}

/** Returns SHA-512 of `data`, 64 bytes. */
export function sha512(data: Uint8Array): Bytes {
  return new Uint8Array(nobleSha512(data));
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
