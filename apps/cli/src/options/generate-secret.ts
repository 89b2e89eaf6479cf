import { isAmbiguousPair, type Random, systemRandom } from '@esp-prov/protocol';

/** Letters and digits without those that are taken for others in print: 0 and o, 1 and i and l. */
export const secretAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Characters of a generated secret: 79 bits, too many to be tried against one aborted handshake of security 1. */
export const secretLength = 16;

/** Returns a random secret for one device, each character as likely as any other. */
export function generateSecret(random: Random = systemRandom): string {
  let secret = '';
  while (secret.length < secretLength) {
    for (const byte of random(secretLength)) {
      // Five bits name 32 characters; the one that there is not is drawn again, as folding it would favour others.
      secret += secretAlphabet[byte & 31] ?? '';
    }
  }
  return secret.slice(0, secretLength);
}

/** Returns a secret that goes with a user name too: none on whose verifier Espressif's tools disagree. */
export function generatePassword(username: string): string {
  for (;;) {
    const secret = generateSecret();
    if (!isAmbiguousPair(username, secret)) return secret;
  }
}
