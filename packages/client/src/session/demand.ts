import { capabilities, type Log, ProvisioningError, type SecurityVersion, type VersionInfo } from '@esp-prov/protocol';
import type { ClientProof, Secret, UnprovenConsent, UnprovenSession } from './client-proof.ts';

/**
 * Whether a secret was given: a function is a question, and an empty text is none.
 */
function isGiven(secret: Secret | undefined): secret is string {
  return typeof secret === 'string' && secret !== '';
}

/**
 * Refuses to leave out a secret that was given. What a device says in `proto-ver` is not authenticated: anything in its
 * place could claim that it has no secret.
 *
 * @throws ProvisioningError `session/downgraded`
 */
export function requireGivenUsed(info: VersionInfo, version: SecurityVersion, proof: ClientProof): void {
  const { pop, password, securityVersion } = proof;
  const isFixed = securityVersion !== undefined;
  const claimsNoPop = version === 1 && info.capabilities.includes(capabilities.noPop);
  // A plain text as version names no PoP at all: without one, the session would prove nothing.
  const leavesOpen = version === 1 && !info.managed && pop === undefined;
  const claim = claimsNoPop ? 'security 1 without a proof of possession (no_pop)' : `security ${version}`;
  if (isGiven(password) && ((version < 2 && !isFixed) || claimsNoPop || leavesOpen))
    throw left(leavesOpen ? 'no scheme at all, nor a proof of possession' : claim, version, 'password');
  if (isGiven(pop) && ((version === 0 && !isFixed) || claimsNoPop)) throw left(claim, version, 'pop');
}

function left(claim: string, offered: SecurityVersion, given: 'pop' | 'password'): ProvisioningError {
  const name = given === 'pop' ? 'a proof of possession' : 'the password of security 2';
  return new ProvisioningError('session/downgraded', `${name} was given, and the device claims ${claim}`, {
    details: { offered, given },
  });
}

/**
 * Refuses a session in which the device proves nothing, unless the caller agreed to it.
 *
 * @throws ProvisioningError `session/unproven`
 */
export async function requireConsent(securityVersion: 0 | 1, proof: ClientProof): Promise<void> {
  const { allowUnproven = false } = proof;
  if (typeof allowUnproven === 'function') {
    if (await allowUnproven({ securityVersion })) return;
  } else if (allowUnproven || proof.securityVersion === 0) return;
  throw new ProvisioningError('session/unproven', unprovenWords[securityVersion], { details: { securityVersion } });
}

/** What is to be known of a session in which the device proves nothing. */
export const unprovenWords: Readonly<Record<UnprovenSession['securityVersion'], string>> = {
  0: 'under security 0 nothing is encrypted and the device proves nothing, so everyone on the link can read the credentials',
  1: 'without a proof of possession the device proves nothing, so anything in its place can read the credentials',
};

/** Returns the caller's consent, and logs it where no person was asked. */
export function loggedConsent({ allowUnproven, securityVersion }: ClientProof, log: Log): UnprovenConsent | undefined {
  if (typeof allowUnproven === 'function' || !(allowUnproven || securityVersion === 0)) return allowUnproven;
  return (session) => {
    log('warn', 'client', unprovenWords[session.securityVersion]);
    return true;
  };
}
