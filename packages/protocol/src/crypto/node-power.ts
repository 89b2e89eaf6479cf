import {
  createDiffieHellman,
  createPrivateKey,
  createPublicKey,
  type DiffieHellman,
  diffieHellman,
  type KeyObject,
} from 'node:crypto';
import { bigIntToBytes, bytesToBigInt } from '../big-integer.ts';
import * as portable from './noble-power.ts';

/**
 * Returns a power through OpenSSL's Diffie-Hellman, which works in constant time and faster than integers of JavaScript.
 *
 * OpenSSL 3.5 refuses a base that is no square. So the base is always squared and the exponent halved: whether a base
 * is a square depends on the secret where the base does, and must not show in the time that an answer takes.
 */
export const modPow: typeof portable.modPow = (base, exponent, modulus) => {
  const n = bytesToBigInt(modulus);
  const reduced = bytesToBigInt(base) % n;
  const square = (reduced * reduced) % n;
  const root = powerOfSquare(square, halved(exponent), modulus);
  const odd = (root * reduced) % n;
  return bigIntToBytes(((exponent.at(-1) ?? 0) & 1) === 1 ? odd : root, modulus.length);
};

function powerOfSquare(base: bigint, exponent: Uint8Array, modulus: Uint8Array): bigint {
  // OpenSSL refuses these as public keys and as exponents; their powers are plain to see.
  if (exponent.every((byte) => byte === 0)) return 1n;
  if (base <= 1n) return base;
  const publicKey = bigIntToBytes(base, modulus.length);
  try {
    return bytesToBigInt(openssl(publicKey, exponent, modulus));
  } catch {
    // It refuses 1 as a shared secret, and may have reasons of its own for a modulus that is not ours.
    return bytesToBigInt(portable.modPow(publicKey, exponent, modulus));
  }
}

/** Returns half of a big-endian number, rounded down. */
function halved(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (byte >> 1) | (((bytes[i - 1] ?? 0) & 1) << 7));
}

/**
 * Node 20 has OpenSSL 3.0, where the older interface is fast, and key objects cost a check of 18 ms. From Node 24 on the
 * older interface checks the prime of each new object for seconds.
 */
const hasOldOpenssl = Number(process.versions.node.split('.')[0]) < 22;

function openssl(publicKey: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  if (hasOldOpenssl) return secretOfGroup(publicKey, exponent, modulus);
  const group = derGroup(modulus);
  return diffieHellman({ privateKey: importPrivate(group, exponent), publicKey: importPublic(group, publicKey) });
}

let lastGroup: { readonly modulus: Uint8Array; readonly group: DiffieHellman } | undefined;

function secretOfGroup(publicKey: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  if (lastGroup?.modulus !== modulus) lastGroup = { modulus, group: createDiffieHellman(Buffer.from(modulus), 2) };
  const { group } = lastGroup;
  group.setPrivateKey(exponent);
  try {
    return group.computeSecret(publicKey);
  } finally {
    // The object outlives this call; the secret exponent must not.
    group.setPrivateKey(Buffer.of(1));
  }
}

/** Tags of DER (X.690). */
const derTag = { integer: 0x02, bitString: 0x03, byteString: 0x04, sequence: 0x30 } as const;

/** The object identifier 1.2.840.113549.1.3.1, dhKeyAgreement (PKCS #3), with its tag. */
const dhKeyAgreement = Buffer.from('06092a864886f70d010301', 'hex');

/** Returns the group as an algorithm identifier. Its generator plays no part in a power. */
function derGroup(modulus: Uint8Array): Buffer {
  return der(derTag.sequence, dhKeyAgreement, der(derTag.sequence, derInteger(modulus), derInteger(Uint8Array.of(2))));
}

function importPrivate(group: Uint8Array, exponent: Uint8Array): KeyObject {
  const version = derInteger(Uint8Array.of(0));
  const key = der(derTag.sequence, version, group, der(derTag.byteString, derInteger(exponent)));
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function importPublic(group: Uint8Array, value: Uint8Array): KeyObject {
  const noUnusedBits = Uint8Array.of(0);
  const key = der(derTag.sequence, group, der(derTag.bitString, noUnusedBits, derInteger(value)));
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

/** Returns a positive integer: no zero byte in front but the one that keeps the sign. */
function derInteger(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const isNegative = ((digits[0] as number) & 0x80) !== 0;
  return der(derTag.integer, isNegative ? Uint8Array.of(0) : new Uint8Array(0), digits);
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...size), content]);
}
