import type { Bytes } from '../../src/bytes.ts';

const p = 2n ** 255n - 19n;
const topBit = 2n ** 255n;
// The two u-coordinates of order 8, as listed at https://cr.yp.to/ecdh.html#validate.
const order8a = 325606250916557431795983626356110631294008115727848805560023387167927233504n;
const order8b = 39382357235489614581723060781553021112529911719440698176882885853963445705823n;

/**
 * Every encoding of an X25519 key whose shared secret is zero: the five canonical u-coordinates, the two that are not
 * reduced modulo p, and all seven once more with the top bit set, which RFC 7748 tells to ignore.
 */
export const lowOrderPoints: readonly { readonly name: string; readonly key: Bytes }[] = [
  ...Object.entries({
    '0': 0n,
    '1': 1n,
    'p - 1': p - 1n,
    p,
    'p + 1': p + 1n,
    'order 8, a': order8a,
    'order 8, b': order8b,
  }),
].flatMap(([name, u]) => [
  { name, key: littleEndian(u) },
  { name: `${name}, top bit set`, key: littleEndian(u + topBit) },
]);

function littleEndian(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}
