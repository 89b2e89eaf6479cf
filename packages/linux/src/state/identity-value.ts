import { fromBase64, isSecurityVersion, toBase64 } from '@esp-prov/protocol';
import type { BoardIdentity } from './board-state.ts';
import { isRecord } from './state-files.ts';

/** Returns an identity as a value of JSON. */
export function encodeIdentity({ verifier, ...identity }: BoardIdentity): unknown {
  if (!verifier) return identity;
  return { ...identity, verifier: { salt: toBase64(verifier.salt), verifier: toBase64(verifier.verifier) } };
}

/** Returns the identity that a value of JSON means; undefined for any other value. */
export function decodeIdentity(value: unknown): BoardIdentity | undefined {
  if (!isRecord(value)) return undefined;
  const { name, securityVersion, pop, username, hotspotPassphrase, verifier } = value;
  if (typeof name !== 'string' || name === '' || !isSecurityVersion(securityVersion)) return undefined;
  if (![pop, username, hotspotPassphrase].every(isTextOrMissing)) return undefined;
  const decoded = decodeVerifier(verifier);
  // Without a verifier nobody could prove anything.
  if ((verifier !== undefined || securityVersion === 2) && !decoded) return undefined;
  return {
    name,
    securityVersion,
    ...(pop === undefined ? {} : { pop: pop as string }),
    ...(username === undefined ? {} : { username: username as string }),
    ...(decoded ? { verifier: decoded } : {}),
    ...(hotspotPassphrase === undefined ? {} : { hotspotPassphrase: hotspotPassphrase as string }),
  };
}

function decodeVerifier(value: unknown): BoardIdentity['verifier'] {
  if (!isRecord(value) || typeof value['salt'] !== 'string' || typeof value['verifier'] !== 'string') return undefined;
  const [salt, verifier] = [fromBase64(value['salt']), fromBase64(value['verifier'])];
  return salt && verifier && salt.length > 0 && verifier.length > 0 ? { salt, verifier } : undefined;
}

function isTextOrMissing(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
