import { ProvisioningError } from '@esp-prov/protocol';

/**
 * Refuses a secret that no device can have: firmware ends a text at its first zero byte.
 *
 * @param name - where it comes from, as the user knows it
 * @throws ProvisioningError `usage/invalid-option`; it does not repeat the secret
 */
export function requireSecret(secret: string, name: string): void {
  if (!secret.includes('\0')) return;
  throw new ProvisioningError('usage/invalid-option', `${name} holds a zero byte, at which a device would end it`);
}
