import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../src/bytes.ts';
import { noble, node } from '../support/crypto-platforms.ts';
import { lowOrderPoints } from '../support/low-order-points.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('both hash the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      expect(toHex(node.sha256(data))).toBe(toHex(noble.sha256(data)));
    }),
  );
});

test('both make the same public key of a private key', () => {
  fc.assert(
    fc.property(bytes(32), (privateKey) => {
      expect(toHex(node.x25519PublicKey(privateKey))).toBe(toHex(noble.x25519PublicKey(privateKey)));
    }),
  );
});

test('both agree on the secret with any peer, whether or not its key is a point that somebody made', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), (privateKey, publicKey) => {
      expect(toHex(node.x25519SharedSecret(privateKey, publicKey))).toBe(
        toHex(noble.x25519SharedSecret(privateKey, publicKey)),
      );
    }),
  );
});

test('both arrive at one secret from either side', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), (a, b) => {
      expect(toHex(node.x25519SharedSecret(a, noble.x25519PublicKey(b)))).toBe(
        toHex(noble.x25519SharedSecret(b, node.x25519PublicKey(a))),
      );
    }),
  );
});

test('both give the same keystream for any slices', () => {
  const slices = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 10 });
  fc.assert(
    fc.property(bytes(32), bytes(16), slices, (key, counter, slices) => {
      const streams = [node.aes256Ctr(key, counter), noble.aes256Ctr(key, counter)] as const;
      for (const slice of slices) expect(toHex(streams[0].apply(slice))).toBe(toHex(streams[1].apply(slice)));
    }),
  );
});

describe.each(lowOrderPoints)('the low-order point $name', ({ key }) => {
  const privateKey = new Uint8Array(32).fill(0x42);
  test.each(Object.entries({ node, noble }))('is refused by %s', (_, implementation) => {
    expect(() => implementation.x25519SharedSecret(privateKey, key)).toThrow();
  });
});

test.each(Object.entries({ node, noble }))('the results of %s own their buffer and are no Buffer', (_, crypto) => {
  const results = [
    crypto.sha256(new Uint8Array(3)),
    crypto.x25519PublicKey(new Uint8Array(32).fill(1)),
    crypto.x25519SharedSecret(new Uint8Array(32).fill(1), new Uint8Array(32).fill(9)),
    crypto.aes256Ctr(new Uint8Array(32), new Uint8Array(16)).apply(new Uint8Array(5)),
  ];
  for (const result of results) {
    expect(Object.getPrototypeOf(result)).toBe(Uint8Array.prototype);
    expect(result.buffer.byteLength).toBe(result.length);
  }
});
