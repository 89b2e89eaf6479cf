import { type Bytes, toHex } from './bytes.ts';

/** Returns the number that big-endian bytes stand for. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/**
 * Returns big-endian bytes of a number, padded to `length`; the fewest that hold it where no length is given.
 *
 * @throws RangeError when the number does not fit
 */
export function bigIntToBytes(value: bigint, length?: number): Bytes {
  const digits = value.toString(16);
  const bytes = new Uint8Array(length ?? Math.ceil(digits.length / 2));
  const padded = digits.padStart(2 * bytes.length, '0');
  if (padded.length > 2 * bytes.length) throw new RangeError(`the number does not fit into ${bytes.length} bytes`);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
