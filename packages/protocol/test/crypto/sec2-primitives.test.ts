import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bigIntToBytes } from '../../src/big-integer.ts';
import { fromHex, toHex } from '../../src/bytes.ts';
import { prime, primeBytes } from '../../src/security/sec2/group.ts';
import { noble, node } from '../support/crypto-platforms.ts';

const bytes = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });

test('both hash the same with SHA-512', () => {
  fc.assert(
    fc.property(bytes(0, 500), (data) => {
      expect(toHex(node.sha512(data))).toBe(toHex(noble.sha512(data)));
    }),
  );
  // FIPS 180-4, one block: "abc".
  expect(toHex(node.sha512(fromHex('616263'))).slice(0, 32)).toBe('ddaf35a193617abacc417349ae204131');
});

describe('AES-256-GCM', () => {
  test('seals the same in both, with nonces of every length that devices send', () => {
    fc.assert(
      fc.property(bytes(32), bytes(12, 16), bytes(0, 200), (key, iv, plaintext) => {
        const sealed = toHex(node.aes256GcmSeal(key, iv, plaintext));
        expect(sealed).toBe(toHex(noble.aes256GcmSeal(key, iv, plaintext)));
        expect(sealed).toHaveLength(2 * plaintext.length + 32);
      }),
    );
  });

  test('opens in either what the other has sealed', () => {
    fc.assert(
      fc.property(bytes(32), bytes(12, 16), bytes(0, 200), (key, iv, plaintext) => {
        expect(toHex(noble.aes256GcmOpen(key, iv, node.aes256GcmSeal(key, iv, plaintext)))).toBe(toHex(plaintext));
        expect(toHex(node.aes256GcmOpen(key, iv, noble.aes256GcmSeal(key, iv, plaintext)))).toBe(toHex(plaintext));
      }),
    );
  });

  test('is refused by both when it was altered, or is shorter than its tag', () => {
    fc.assert(
      fc.property(bytes(32), bytes(12, 16), bytes(0, 60), fc.nat(), (key, iv, plaintext, bit) => {
        const altered = node.aes256GcmSeal(key, iv, plaintext);
        const byte = (bit >> 3) % altered.length;
        altered[byte] = (altered[byte] as number) ^ (1 << (bit & 7));
        const short = altered.subarray(0, bit % 16);
        for (const { aes256GcmOpen } of [node, noble]) {
          expect(() => aes256GcmOpen(key, iv, altered)).toThrow();
          expect(() => aes256GcmOpen(key, iv, short)).toThrow();
        }
      }),
    );
  });
});

describe('a power modulo the prime', () => {
  const edges = [0n, 1n, 2n, 5n, prime - 2n, prime - 1n, prime, prime + 1n, prime + 5n, 2n ** 3072n - 1n];
  const base = fc.oneof(
    fc.constantFrom(...edges).map((value) => bigIntToBytes(value, 384)),
    bytes(384),
    bytes(1, 384),
  );
  // A generator of the whole group and one of its half make squares and others; both occur as public keys.
  const exponent = fc.oneof(
    { weight: 6, arbitrary: bytes(1, 80) },
    { weight: 1, arbitrary: bytes(81, 200) },
    { weight: 1, arbitrary: fc.nat(5).map((value) => Uint8Array.of(value)) },
    { weight: 1, arbitrary: bytes(0, 40).map((tail) => Uint8Array.of(0, 0, ...tail)) },
  );

  test('is the same in both, for any base and any exponent', () => {
    fc.assert(
      fc.property(base, exponent, (b, e) => {
        const power = toHex(node.modPow(b, e, primeBytes));
        expect(power).toBe(toHex(noble.modPow(b, e, primeBytes)));
        expect(power).toHaveLength(768);
      }),
      { numRuns: 120 },
    );
  });

  const half = (prime - 1n) / 2n;
  const exponents = { nothing: 0n, one: 1n, two: 2n, q: half, 'q + 1': half + 1n, '2q': prime - 1n, N: prime };
  const bases = { 0: 0n, 1: 1n, 2: 2n, 5: 5n, 'N - 2': prime - 2n, 'N - 1': prime - 1n, N: prime, 'N + 1': prime + 1n };

  test.each(Object.entries(bases))('of %s is right in both for exponents at the edges of the group', (_, b) => {
    for (const e of Object.values(exponents)) {
      const expected = toHex(bigIntToBytes(power(b, e), 384));
      for (const { modPow } of [node, noble]) {
        expect(toHex(modPow(bigIntToBytes(b, 384), bigIntToBytes(e), primeBytes))).toBe(expected);
      }
    }
  });

  test('of g is right for exponents of the lengths that the scheme has', () => {
    for (const length of [32, 64, 65, 97, 128, 200]) {
      const e = 2n ** BigInt(8 * length) - 3n;
      const expected = toHex(bigIntToBytes(power(5n, e), 384));
      for (const { modPow } of [node, noble]) {
        expect(toHex(modPow(Uint8Array.of(5), bigIntToBytes(e), primeBytes))).toBe(expected);
      }
    }
  });
});

test.each(Object.entries({ node, noble }))('the results of %s own their buffer and are no Buffer', (_, crypto) => {
  const [key, iv] = [new Uint8Array(32), new Uint8Array(12)];
  const sealed = crypto.aes256GcmSeal(key, iv, new Uint8Array(5));
  const results = [
    crypto.sha512(new Uint8Array(3)),
    sealed,
    crypto.aes256GcmOpen(key, iv, sealed),
    crypto.modPow(Uint8Array.of(5), Uint8Array.of(3), primeBytes),
  ];
  for (const result of results) {
    expect(Object.getPrototypeOf(result)).toBe(Uint8Array.prototype);
    expect(result.buffer.byteLength).toBe(result.length);
  }
});

/** Square and multiply by plain integers, so that neither implementation is its own judge. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % prime;
    if (bit === '1') result = (result * base) % prime;
  }
  return result;
}
