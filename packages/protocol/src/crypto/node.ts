import { createCipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import type { Bytes } from '../bytes.ts';
import type * as portable from './noble.ts';

// DER heads around a raw key of 32 octets (RFC 8410); node:crypto takes X25519 keys in such wrappers only.
const privateKeyHead = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicKeyHead = Buffer.from('302a300506032b656e032100', 'hex');

export const sha256: typeof portable.sha256 = (data) => plain(createHash('sha256').update(data).digest());

export const x25519PublicKey: typeof portable.x25519PublicKey = (privateKey) => {
  const spki = createPublicKey(importPrivateKey(privateKey)).export({ format: 'der', type: 'spki' });
  return plain(spki.subarray(publicKeyHead.length));
};

export const x25519SharedSecret: typeof portable.x25519SharedSecret = (privateKey, publicKey) => {
  const peer = createPublicKey({ key: Buffer.concat([publicKeyHead, publicKey]), format: 'der', type: 'spki' });
  return plain(diffieHellman({ privateKey: importPrivateKey(privateKey), publicKey: peer }));
};

export const aes256Ctr: typeof portable.aes256Ctr = (key, initialCounter) => {
  const cipher = createCipheriv('aes-256-ctr', key, initialCounter);
  return { apply: (data) => plain(cipher.update(data)) };
};

function importPrivateKey(privateKey: Uint8Array): ReturnType<typeof createPrivateKey> {
  return createPrivateKey({ key: Buffer.concat([privateKeyHead, privateKey]), format: 'der', type: 'pkcs8' });
}

/** A copy without Node's shared pool behind it. */
function plain(buffer: Buffer): Bytes {
  return new Uint8Array(buffer);
}
