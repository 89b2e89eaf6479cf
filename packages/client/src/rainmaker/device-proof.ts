import { isSecurityVersion, ProvisioningError, rainmakerUsername, type SecurityVersion } from '@esp-prov/protocol';
import type { ClientProof } from '../session/client-proof.ts';

/** What an application knows about the secrets of a device. An empty text counts as none. */
export interface GivenSecrets {
  /** The weakest scheme that may be used. */
  readonly security?: SecurityVersion | undefined;
  /** Proof of possession of security 1, or password of security 2: the SDKs have one word for both. */
  readonly proofOfPossession?: string | undefined;
  readonly username?: string | undefined;
}

/**
 * Returns the proof for a device under provisioning. What is given is a demand: a proof of possession rules out a device
 * that claims to need none, a user name one that claims less than security 2.
 */
export function deviceProof({ security, proofOfPossession = '', username = '' }: GivenSecrets): ClientProof {
  return {
    pop: proofOfPossession,
    // Without a user name nobody has said that this is the password of security 2, so as such it is an answer only.
    password: username === '' ? () => proofOfPossession : proofOfPossession,
    username: username === '' ? () => rainmakerUsername : username,
    minimumSecurityVersion: security,
  };
}

/**
 * Returns the proof for a node in the local network. Its scheme comes from the node's own parameters, so it is fixed;
 * but 0 stands for “not known” too, and is then only what the device may claim.
 */
export function localProof(security: SecurityVersion, pop = '', username = ''): ClientProof {
  if (security === 2) return { securityVersion: 2, username: username || rainmakerUsername, password: pop };
  if (security === 1) return { securityVersion: 1, pop };
  return deviceProof({ proofOfPossession: pop, username });
}

/** Returns a secret that is text. @throws ProvisioningError `usage/invalid-option`, which does not repeat it */
export function requireSecret(secret: unknown, what: string): string {
  if (typeof secret === 'string') return secret;
  throw new ProvisioningError('usage/invalid-option', `${what} is no text`);
}

/** Returns the number of a scheme. @throws ProvisioningError `usage/invalid-option` */
export function requireScheme(security: unknown): SecurityVersion {
  if (isSecurityVersion(security)) return security;
  throw new ProvisioningError('usage/invalid-option', 'the security is the number of no scheme');
}
