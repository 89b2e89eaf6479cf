import type { NvsEntry, NvsReader } from '@esp-prov/nvs';
import type { SaltAndVerifier } from '@esp-prov/protocol';

/** A pair of salt and verifier in an NVS partition. */
export interface FoundVerifier {
  readonly namespace: string;
  /** Key of the salt, such as `sec2_salt`. */
  readonly saltKey: string;
  /** Key of the verifier, such as `sec2_verifier`. */
  readonly verifierKey: string;
  readonly pair: SaltAndVerifier;
}

/** Bytes of the group of security 2; a verifier comes without leading zeros. */
const longestVerifier = 384;

/** Longest salt that is looked at; firmware makes salts of 16 bytes, tools of up to 64. */
const longestSalt = 256;

/**
 * Returns the pairs of salt and verifier of an NVS partition, in whatever namespace: a blob with `salt` in its key, and
 * beside it one with `verifier` in that place. RainMaker and the virtual device call them `sec2_salt` and
 * `sec2_verifier`. `matchVerifier` says whether a pair belongs to a password.
 *
 * @param most - number of pairs after which the search ends, as checking one takes several modular powers
 */
export function findVerifiers(nvs: Pick<NvsReader, 'entries'>, most = 256): FoundVerifier[] {
  // In one pass: a partition of a hostile dump may be nothing but salts.
  const blobs = new Map<string, NvsEntry>();
  for (const entry of nvs.entries()) {
    const isPart = entry.key.includes('salt') || entry.key.includes('verifier');
    if (entry.type === 'blob' && isPart) blobs.set(placeOf(entry), entry);
  }
  const halves = [...blobs.values()].flatMap((salt) => {
    const key = salt.key.replace('salt', 'verifier');
    const verifier = key === salt.key ? undefined : blobs.get(placeOf({ namespace: salt.namespace, key }));
    return verifier ? [{ salt, verifier }] : [];
  });
  return halves.slice(0, most).flatMap((half) => {
    const salt = blobOf(half.salt, longestSalt);
    const verifier = blobOf(half.verifier, longestVerifier);
    if (!salt || !verifier) return [];
    const { namespace, key: saltKey } = half.salt;
    return [{ namespace, saltKey, verifierKey: half.verifier.key, pair: { salt, verifier } }];
  });
}

function placeOf({ namespace, key }: Pick<NvsEntry, 'namespace' | 'key'>): string {
  return `${namespace}\0${key}`;
}

function blobOf(entry: NvsEntry, longest: number): Uint8Array | undefined {
  const value = entry.read();
  if (value?.type !== 'blob') return undefined;
  return value.value.length > 0 && value.value.length <= longest ? value.value : undefined;
}
