import {
  endpointNames,
  isProvisioningError,
  mayOfferSessionOnly,
  offersSessionOnly,
  ProvisioningError,
  type VersionInfo,
} from '@esp-prov/protocol';
import { encodeGetStatus } from '../endpoints/wifi-config.ts';
import { isCertainRefusal } from '../session/refusal.ts';
import type { RenewableSession } from '../session/renewable-session.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { ConfiguredDevice } from './configured-device.ts';
import { refusesProvisioning } from './refused-provisioning.ts';

/** Returns the refusal of a device that offers a session only. */
export function sessionOnly(cause?: unknown, what?: string): ProvisioningError {
  return new ProvisioningError('device/session-only', what, { cause });
}

/**
 * Returns what to throw for a request to an endpoint of provisioning that failed with `cause`: after success
 * network_provisioning 1.4 removes the endpoints, and may say the same of itself until its next start (inferred: known
 * by its changelog). Without prov-config no device takes credentials; of anything else that failed more has to be known.
 */
export async function explainRefusal(
  session: RenewableSession,
  device: ConfiguredDevice,
  cause: unknown,
  { signal, endpoint }: CallOptions & { readonly endpoint: string },
): Promise<unknown> {
  if (endpoint === endpointNames.config && isProvisioningError(cause, 'endpoint/not-found')) {
    if (!mayOfferSessionOnly(device.info.version)) return cause;
    return sessionOnly(cause, 'the device still says that it takes credentials, and has no prov-config any more');
  }
  if (signal?.aborted || !(await refusesProvisioning(session, device, cause, { signal }))) return cause;
  return sessionOnly(
    cause,
    'the device still says that it takes credentials, and in new sessions refuses all that prov-config and prov-scan always answer',
  );
}

/**
 * Passes for a device that takes credentials. Where its document lists nothing of provisioning and the link lists no
 * endpoints, a question for the status decides: it does no harm, and a vendor may have written the document.
 *
 * @throws ProvisioningError `device/session-only`
 */
export async function requireProvisioning(
  session: RenewableSession,
  info: VersionInfo,
  { signal }: CallOptions,
): Promise<void> {
  const endpoints = await session.currentEndpoints({ signal });
  if (!offersSessionOnly(info, endpoints)) return;
  if (endpoints) throw sessionOnly();
  try {
    await session.repeat((current) => current.request(endpointNames.config, encodeGetStatus(), { signal }), { signal });
  } catch (cause) {
    if (!isCertainRefusal(cause, session.kind)) throw cause;
    // The keys have gone on for a request that no endpoint took, and the session is still of use.
    await session.reopen({ signal }).catch((failure: unknown) => {
      if (signal?.aborted) throw failure;
    });
    throw sessionOnly(cause);
  }
}
