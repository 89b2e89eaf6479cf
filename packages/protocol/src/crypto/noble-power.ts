// A file of its own, since Node falls back on it and else needs nothing of noble: its ciphers compute tables when loaded.
import { pow } from '@noble/curves/abstract/modular.js';
import { bigIntToBytes, bytesToBigInt } from '../big-integer.ts';
import type { Bytes } from '../bytes.ts';

/**
 * Returns `base` to the power of `exponent` modulo a safe prime, as long as the modulus; all big-endian. Not in
 * constant time here, as integers of JavaScript are not; in Node it is.
 */
export function modPow(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Bytes {
  const n = bytesToBigInt(modulus);
  return bigIntToBytes(pow(bytesToBigInt(base) % n, bytesToBigInt(exponent), n), modulus.length);
}
