import {
  endpointNames,
  isProvisioningError,
  mayOfferSessionOnly,
  offersSessionOnly,
  type ProvisioningError,
  type VersionInfo,
} from '@esp-prov/protocol';
import type { RenewableSession } from '../session/renewable-session.ts';
import type { Evidence } from './watch-status.ts';

/** Longest time in ms for looking at a device once more, whose link is lost or that does not answer. */
const lookMs = 10_000;

/**
 * Returns whether a device has removed its provisioning, as network_provisioning 1.4 does after success (inferred: known
 * by its changelog), by its version and its endpoints as they are now. Over the link that stands, or over one more.
 *
 * @param before - what the device said of itself when it was asked to join
 */
export async function removedEndpoints(
  session: RenewableSession,
  before: VersionInfo,
  cause: ProvisioningError,
  signal: AbortSignal | undefined,
): Promise<Evidence | undefined> {
  // Of other firmware, a link that is lost says nothing.
  if (!mayOfferSessionOnly(before.version)) return undefined;
  const now = await session.lookAgain({ signal, ms: lookMs });
  if (!now) return undefined;
  const { info, endpoints } = now;
  const isGone = endpoints ? !endpoints.has(endpointNames.config) : isProvisioningError(cause, 'endpoint/not-found');
  const isUnlisted = offersSessionOnly(info, endpoints) && !offersSessionOnly(before);
  if (!isGone && !isUnlisted) return undefined;
  const text =
    'the device has removed its provisioning endpoints, as it does after success. It was not heard to say that it is ' +
    'connected, so this is likely and not proven';
  return { provisioning: 'removed', text };
}
