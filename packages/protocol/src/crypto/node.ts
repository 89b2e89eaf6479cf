import {
  createCipheriv,
  createDecipheriv,
  createDiffieHellman,
  createHash,
  createPrivateKey,
  createPublicKey,
  type DiffieHellman,
  diffieHellman,
  type KeyObject,
} from 'node:crypto';
import { bigIntToBytes, bytesToBigInt } from '../big-integer.ts';
import type { Bytes } from '../bytes.ts';
import type * as portable from './noble.ts';

/** X25519 keys as JWK (RFC 8037): read fifteen times faster than in DER, whose private keys are checked at length. */
const keyType = { kty: 'OKP', crv: 'X25519' } as const;

const gcmTagLength = 16;

export const sha256: typeof portable.sha256 = (data) => plain(createHash('sha256').update(data).digest());

export const sha512: typeof portable.sha512 = (data) => plain(createHash('sha512').update(data).digest());

export const x25519PublicKey: typeof portable.x25519PublicKey = (privateKey) => {
  const { x } = createPublicKey(importPrivateKey(privateKey)).export({ format: 'jwk' });
  return plain(Buffer.from(x as string, 'base64url'));
};

export const x25519SharedSecret: typeof portable.x25519SharedSecret = (privateKey, publicKey) => {
  const peer = createPublicKey({ key: { ...keyType, x: base64url(publicKey) }, format: 'jwk' });
  return plain(diffieHellman({ privateKey: importPrivateKey(privateKey), publicKey: peer }));
};

export const aes256Ctr: typeof portable.aes256Ctr = (key, initialCounter) => {
  const cipher = createCipheriv('aes-256-ctr', key, initialCounter);
  return { apply: (data) => plain(cipher.update(data)) };
};

export const aes256GcmSeal: typeof portable.aes256GcmSeal = (key, iv, plaintext) => {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return plain(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
};

export const aes256GcmOpen: typeof portable.aes256GcmOpen = (key, iv, sealed) => {
  if (sealed.length < gcmTagLength) throw new RangeError(`a sealed message has at least ${gcmTagLength} octets`);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: gcmTagLength });
  decipher.setAuthTag(sealed.subarray(sealed.length - gcmTagLength));
  const ciphertext = sealed.subarray(0, sealed.length - gcmTagLength);
  return plain(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
};

/** Through Diffie-Hellman, whose power is in constant time and faster than any integer of JavaScript. */
export const modPow: typeof portable.modPow = (base, exponent, modulus) => {
  const n = bytesToBigInt(modulus);
  const reduced = bytesToBigInt(base) % n;
  const result = (value: bigint) => bigIntToBytes(value, modulus.length);
  if (exponent.every((octet) => octet === 0)) return result(1n);
  // OpenSSL refuses these three as public keys; their powers are plain to see.
  if (reduced === 0n || reduced === 1n) return result(reduced);
  if (reduced === n - 1n) return result(((exponent.at(-1) ?? 0) & 1) === 0 ? 1n : reduced);
  try {
    return result(power(reduced, exponent, modulus));
  } catch {
    // It refuses 1 and n - 1 as powers, too; one more factor tells which of the two it was.
    const next = power(reduced, bigIntToBytes(bytesToBigInt(exponent) + 1n), modulus);
    return result(next === reduced ? 1n : n - 1n);
  }
};

function power(base: bigint, exponent: Uint8Array, modulus: Uint8Array): bigint {
  const group = groupOf(modulus);
  group.setPrivateKey(exponent);
  try {
    return bytesToBigInt(group.computeSecret(bigIntToBytes(base, modulus.length)));
  } finally {
    // The object outlives this call; the secret exponent must not.
    group.setPrivateKey(Buffer.of(1));
  }
}

let lastGroup: { readonly modulus: Uint8Array; readonly group: DiffieHellman } | undefined;

/** Made once for a modulus. The generator plays no part in a power, and 2 spares OpenSSL's check of others (1.7 s). */
function groupOf(modulus: Uint8Array): DiffieHellman {
  if (lastGroup?.modulus !== modulus) lastGroup = { modulus, group: createDiffieHellman(Buffer.from(modulus), 2) };
  return lastGroup.group;
}

/** The public half is required by the format and not looked at. */
function importPrivateKey(privateKey: Uint8Array): KeyObject {
  return createPrivateKey({ key: { ...keyType, x: '', d: base64url(privateKey) }, format: 'jwk' });
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** A copy without Node's shared pool behind it. */
function plain(buffer: Buffer): Bytes {
  return new Uint8Array(buffer);
}
