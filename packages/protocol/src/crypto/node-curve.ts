import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import type * as portable from './noble-curve.ts';

/** X25519 keys as JWK (RFC 8037), which Node 20 reads six times faster than DER. */
const keyType = { kty: 'OKP', crv: 'X25519' } as const;

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

export const x25519PublicKey: typeof portable.x25519PublicKey = (privateKey) => {
  const { x } = createPublicKey(importPrivateKey(privateKey)).export({ format: 'jwk' });
  return new Uint8Array(Buffer.from(x as string, 'base64url'));
};

export const x25519SharedSecret: typeof portable.x25519SharedSecret = (privateKey, publicKey) => {
  const peer = createPublicKey({ key: { ...keyType, x: base64url(publicKey) }, format: 'jwk' });
  return new Uint8Array(diffieHellman({ privateKey: importPrivateKey(privateKey), publicKey: peer }));
};

/** Whether Node takes a JWK without its public half. From Node 24 on it does not, but reads DER just as fast. */
let takesHalfJwk = true;

/** The private half is all that is known when the public one is to be computed. */
function importPrivateKey(privateKey: Uint8Array): KeyObject {
  if (takesHalfJwk) {
    try {
      return createPrivateKey({ key: { ...keyType, x: '', d: base64url(privateKey) }, format: 'jwk' });
    } catch {
      takesHalfJwk = false;
    }
  }
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, privateKey]), format: 'der', type: 'pkcs8' });
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
