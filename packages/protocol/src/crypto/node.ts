import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Bytes } from '../bytes.ts';
import type * as portable from './noble.ts';

const gcmTagLength = 16;

export const sha256: typeof portable.sha256 = (data) => plain(createHash('sha256').update(data).digest());

export const sha512: typeof portable.sha512 = (data) => plain(createHash('sha512').update(data).digest());

export const aes256Ctr: typeof portable.aes256Ctr = (key, initialCounter) => {
  const cipher = createCipheriv('aes-256-ctr', key, initialCounter);
  return { apply: (data) => plain(cipher.update(data)) };
};

export const aes256GcmSeal: typeof portable.aes256GcmSeal = (key, iv, plaintext) => {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return plain(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
};

export const aes256GcmOpen: typeof portable.aes256GcmOpen = (key, iv, sealed) => {
  if (sealed.length < gcmTagLength) throw new RangeError(`a sealed message has at least ${gcmTagLength} bytes`);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: gcmTagLength });
  decipher.setAuthTag(sealed.subarray(sealed.length - gcmTagLength));
  const ciphertext = sealed.subarray(0, sealed.length - gcmTagLength);
  return plain(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
};

/** Returns a copy without Node's shared pool behind it. */
function plain(buffer: Buffer): Bytes {
  return new Uint8Array(buffer);
}
