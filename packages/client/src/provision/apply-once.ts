import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { wasNeverSent } from '../session/link-failure.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import type { WatchCodes } from './watch-status.ts';

/**
 * Applies what was set. An Apply may have been carried out whatever becomes of its answer, so it is never repeated, and
 * only a plain refusal counts as one.
 *
 * @throws ProvisioningError of the refusal, or that the outcome is unknown
 */
export async function applyOnce(
  apply: () => Promise<void>,
  { kind, codes, signal }: CallOptions & { readonly kind: Transport['kind']; readonly codes: WatchCodes },
): Promise<void> {
  try {
    await apply();
  } catch (cause) {
    if (signal?.aborted || wasRefused(cause, kind)) throw cause;
    throw new ProvisioningError(codes.outcomeUnknown, undefined, { cause });
  }
}

const refusals = [
  'device/apply-refused',
  'device/session-only',
  'device/status',
  'session/broken',
  'link/closed',
] as const;

/** Whether an error says for certain that nothing was applied. */
function wasRefused(error: unknown, kind: Transport['kind']): boolean {
  if (isProvisioningError(error, 'endpoint/refused')) return transportTraits[kind].refusalIsCertain;
  return wasNeverSent(error) || refusals.some((code) => isProvisioningError(error, code));
}
