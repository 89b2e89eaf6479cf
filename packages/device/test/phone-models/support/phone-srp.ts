import { createDiffieHellman, createHash, getDiffieHellman } from 'node:crypto';

// SRP-6a as the phone libraries compute it, from node:crypto and integers, apart from the project's own arithmetic.

// RFC 5054's group of 3072 bits has the prime of RFC 3526, group 15.
const primeBytes = getDiffieHellman('modp15').getPrime();
const N = toInt(primeBytes);
const powers = createDiffieHellman(primeBytes, 2);

/** What differs between the phones. */
export interface SrpTraits {
  /** Bytes of the secret exponent. */
  readonly privateLength: number;
  /** Whether values travel through Java's BigInteger, which forgets leading zeros: salt, K, M1. */
  readonly bigIntegers: boolean;
}

/** What a phone arrives at. */
export interface PhoneKeys {
  readonly K: Buffer;
  /** The proof as it is sent. */
  readonly M1: Buffer;
  readonly M2: Buffer;
}

/** A phone's half of SRP-6a. */
export class PhoneSrp {
  readonly A: Buffer;
  readonly #a: bigint;
  readonly #traits: SrpTraits;

  constructor(traits: SrpTraits, random: (length: number) => Uint8Array) {
    this.#traits = traits;
    this.#a = toInt(random(traits.privateLength));
    // Neither library draws again when this is shorter than the prime.
    this.A = stripped(toBytes(power(5n, this.#a)));
  }

  keys(own: { username: string; password: string }, sent: { salt: Uint8Array; B: Uint8Array }): PhoneKeys {
    const { bigIntegers } = this.#traits;
    const forget = (bytes: Uint8Array) => (bigIntegers ? stripped(bytes) : Buffer.from(bytes));
    const salt = forget(sent.salt);
    const B = forget(sent.B);
    const x = toInt(hash(salt, hash(Buffer.from(`${own.username}:${own.password}`))));
    const u = toInt(hash(padded(this.A), padded(B)));
    const k = toInt(hash(primeBytes, padded(Buffer.of(5))));
    const base = (((toInt(B) - k * power(5n, x)) % N) + N) % N;
    const K = forget(hash(stripped(toBytes(power(base, this.#a + u * x)))));
    const ng = hash(primeBytes).map((byte, i) => byte ^ (hash(padded(Buffer.of(5)))[i] as number));
    const M1 = forget(hash(ng, hash(Buffer.from(own.username)), salt, this.A, B, K));
    return { K, M1, M2: hash(this.A, M1, K) };
  }
}

/** Returns a value without leading zeros. */
export function stripped(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  return Buffer.from(first < 0 ? [] : bytes.subarray(first));
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.alloc(primeBytes.length - bytes.length), bytes]);
}

function hash(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha512').update(Buffer.concat(parts)).digest();
}

/** Computes a power by way of the square, as Node 22 computes no other. */
function power(base: bigint, exponent: bigint): bigint {
  const root = exponent > 1n ? powerOfSquare((base * base) % N, exponent >> 1n) : 1n;
  return exponent & 1n ? (root * base) % N : root;
}

function powerOfSquare(square: bigint, exponent: bigint): bigint {
  powers.setPrivateKey(stripped(toBytes(exponent)));
  return toInt(powers.computeSecret(stripped(toBytes(square))));
}

function toInt(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
}
