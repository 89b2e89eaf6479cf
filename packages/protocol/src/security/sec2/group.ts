import { sha512 } from '#crypto';
import { bigIntToBytes, bytesToBigInt } from '../../big-integer.ts';
import { type Bytes, concatBytes, fromHex, xorBytes } from '../../bytes.ts';

/** Bytes of the prime, and so of every public key. */
export const groupLength = 384;

/** The 3072-bit safe prime of RFC 5054, appendix A, as bytes. */
export const primeBytes: Bytes = fromHex(
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
    'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
    '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
    'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510' +
    '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
    'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c' +
    'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff',
);

/** The same prime as a number. */
export const prime: bigint = bytesToBigInt(primeBytes);

/** The generator. */
export const generator: Bytes = Uint8Array.of(5);

/** Returns a value on the left padded with zeros to the length of the prime: PAD of RFC 5054. */
export function pad(value: Uint8Array): Bytes {
  return bigIntToBytes(bytesToBigInt(value), groupLength);
}

/** Returns a value without leading zeros, which is how Espressif's firmware sends and hashes some of them. */
export function strip(value: Uint8Array): Bytes {
  const first = value.findIndex((byte) => byte !== 0);
  return first < 0 ? new Uint8Array(0) : Uint8Array.from(value.subarray(first));
}

/** The multiplier k = H(N | PAD(g)). */
export const multiplier: bigint = bytesToBigInt(sha512(concatBytes(primeBytes, pad(generator))));

/** H(N) XOR H(PAD(g)), with which both proofs begin. RFC 5054 hashes g unpadded here; the firmware pads it. */
export const groupHash: Bytes = xorBytes(sha512(primeBytes), sha512(pad(generator)));
