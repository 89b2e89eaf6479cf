import type { Random } from '@esp-prov/protocol';
import type { BoardIdentity, BoardState } from '../state/board-state.ts';
import { demandedIdentity, demandedScheme, type IdentityDemands } from './demanded-identity.ts';
import { makeIdentity, withScheme } from './make-identity.ts';

/**
 * Returns who a board is in this run. At its first start its identity is made and kept; where another scheme is demanded,
 * it is kept for that one, with the same secret. Names and secrets that are demanded count for this run only.
 *
 * @param mac - address that the radio was made with
 * @throws ProvisioningError `usage/invalid-option`, `credentials/unportable`, `board/state-damaged`
 */
export async function boardIdentity(
  state: BoardState,
  { mac, random, demands }: { readonly mac: Uint8Array; readonly random: Random; readonly demands: IdentityDemands },
): Promise<BoardIdentity> {
  const scheme = demandedScheme(demands);
  const stored = await state.identity();
  const own = stored ? ofScheme(stored, demands, random) : makeIdentity({ mac, securityVersion: scheme ?? 2, random });
  // First: a demand that is refused must not leave anything behind.
  const identity = demandedIdentity(own, demands, random);
  if (own !== stored) await state.saveIdentity(own);
  return identity;
}

/** A scheme that only a demanded secret brings is not kept either. */
function ofScheme(stored: BoardIdentity, { securityVersion }: IdentityDemands, random: Random): BoardIdentity {
  if (securityVersion === undefined || securityVersion === stored.securityVersion) return stored;
  return withScheme(stored, securityVersion, random);
}
