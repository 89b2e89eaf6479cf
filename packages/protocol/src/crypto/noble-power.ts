// A file of its own, since Node falls back on it and a worker of a page needs nothing else.
import { bigIntToBytes, bytesToBigInt } from '../big-integer.ts';
import type { Bytes } from '../bytes.ts';

/**
 * Returns `base` to the power of `exponent` modulo a safe prime, as long as the modulus; all big-endian. Not in
 * constant time here, as integers of JavaScript are not; in Node it is.
 */
export function modPow(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Bytes {
  const n = bytesToBigInt(modulus);
  return bigIntToBytes(power(bytesToBigInt(base) % n, exponent, n), modulus.length);
}

/** Bits of the exponent that are taken at once: fewer multiplications than one by one. */
const windowBits = 4;

function power(base: bigint, exponent: Uint8Array, n: bigint): bigint {
  const powers = [1n % n];
  for (let i = 1; i < 2 ** windowBits; i++) powers.push(((powers[i - 1] as bigint) * base) % n);
  let result = 1n % n;
  for (const byte of exponent) {
    for (const digit of [byte >> windowBits, byte & (2 ** windowBits - 1)]) {
      for (let bit = 0; bit < windowBits; bit++) result = (result * result) % n;
      if (digit > 0) result = (result * (powers[digit] as bigint)) % n;
    }
  }
  return result;
}
