import type { SecureChannel } from './security.ts';

/** Passes messages as they are; security 0 has no other. */
export const plainChannel: SecureChannel = {
  overhead: 0,
  seal: (plaintext) => Uint8Array.from(plaintext),
  open: (sealed) => Uint8Array.from(sealed),
};
