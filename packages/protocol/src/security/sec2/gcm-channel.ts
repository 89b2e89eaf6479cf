import { aes256GcmOpen, aes256GcmSeal } from '#crypto';
import { type Bytes, concatBytes } from '../../bytes.ts';
import { ProvisioningError } from '../../errors/provisioning-error.ts';
import type { SecureChannel } from '../security.ts';

/** Bytes of the AES key, taken from the front of K. */
const aesKeyLength = 32;

/** Bytes of the random session id with which a counting IV begins; four of counter follow. */
export const sessionIdLength = 8;

/** IV of patch level 0: sixteen random bytes for every message in both directions. */
export const fixedNonceLength = 16;

/** IV of patch level 1: session id and counter. esp-idf: protocomm/src/security/security2.c */
export const countingNonceLength = 12;

/** Bytes of the authentication tag behind every sealed message. */
const tagLength = 16;

/** How the IV of a session comes about. */
export type NonceRule = 'fixed' | 'counting';

/** Returns the first nonce of a session of patch level 1. */
export function firstNonce(sessionId: Uint8Array): Bytes {
  return concatBytes(sessionId, Uint8Array.of(0, 0, 0, 1));
}

/** Returns which rule a nonce belongs to, for devices that do not tell their patch level: a counter starts at 1. */
export function guessNonceRule(nonce: Uint8Array): NonceRule {
  const counts = nonce.length === countingNonceLength && String(nonce.subarray(sessionIdLength)) === '0,0,0,1';
  return counts ? 'counting' : 'fixed';
}

/**
 * Returns AES-256-GCM under K. With a counting nonce, request and answer count on one counter, and only successful
 * operations count; when it would wrap the session is over. With a fixed one, every message has the same IV: that
 * breaks the cipher's promise, and exists for devices older than the patch.
 */
export function gcmChannel(key: Uint8Array, nonce: Uint8Array, rule: NonceRule): SecureChannel {
  const aesKey = key.slice(0, aesKeyLength);
  const iv = Uint8Array.from(nonce);
  const counter = new DataView(iv.buffer, Math.max(0, iv.length - 4));
  let exhausted = false;

  function numbered(operation: () => Bytes): Bytes {
    if (exhausted) throw new ProvisioningError('session/counter-exhausted');
    const result = operation();
    if (rule === 'counting') {
      const next = (counter.getUint32(0) + 1) >>> 0;
      counter.setUint32(0, next);
      exhausted = next === 0;
    }
    return result;
  }

  return {
    overhead: tagLength,
    ...(rule === 'fixed' ? { reusesNonce: true } : {}),
    seal: (plaintext) => numbered(() => aes256GcmSeal(aesKey, iv, plaintext)),
    open: (sealed) =>
      numbered(() => {
        try {
          return aes256GcmOpen(aesKey, iv, sealed);
        } catch (cause) {
          throw new ProvisioningError('session/tampered', undefined, { cause, details: { length: sealed.length } });
        }
      }),
  };
}
