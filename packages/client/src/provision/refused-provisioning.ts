import {
  capabilities,
  endpointNames,
  isProvisioningError,
  mayOfferSessionOnly,
  ProvisioningError,
  type VersionInfo,
  withDeadline,
} from '@esp-prov/protocol';
import { encodeGetThreadStatus } from '../endpoints/thread-config.ts';
import { encodeThreadScanStatus } from '../endpoints/thread-scan.ts';
import { encodeGetStatus } from '../endpoints/wifi-config.ts';
import { encodeWifiScanStatus } from '../endpoints/wifi-scan.ts';
import { mayBeRefusal } from '../session/refusal.ts';
import type { RenewableSession } from '../session/renewable-session.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { ConfiguredDevice } from './configured-device.ts';

/** Longest time in ms for each question: a link, a handshake of security 2 on a chip, and an answer. */
const questionMs = 15_000;

/**
 * Whether a device that has just refused a request takes credentials no more, although its link and its document list
 * what they listed before: after success network_provisioning 1.4 unregisters its endpoints, and freezes both until the
 * next start (inferred: from drafts of it).
 *
 * One refusal can be that of a request, or of a session whose keys have parted. So the device is asked, each time in a
 * new session, for states that it tells at any time: it has to prove itself, to refuse every one of these questions, and
 * to tell its version still.
 */
export async function refusesProvisioning(
  session: RenewableSession,
  { info, clock }: ConfiguredDevice,
  cause: unknown,
  { signal }: CallOptions,
): Promise<boolean> {
  if (!mayOfferSessionOnly(info.version) || !mayBeRefusal(cause, session.kind)) return false;
  try {
    for (const [endpoint, question] of questionsFor(info)) {
      const reason = () => new ProvisioningError('link/timeout', 'the time to ask the device again was over');
      const refused = await withDeadline({ clock, ms: questionMs, reason, signal }, (both) =>
        session.refusesAnew(endpoint, question, { signal: both }),
      );
      if (!refused) return false;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!isProvisioningError(error)) throw error;
    return false;
  }
  return (await session.lookAgain({ signal, ms: questionMs }))?.info.version === info.version;
}

/** Questions of the network that the device says it joins: of another one it knows nothing, and refuses them all. */
function questionsFor({ capabilities: listed }: VersionInfo): (readonly [endpoint: string, question: Uint8Array])[] {
  const isThread = listed.includes(capabilities.threadProvisioning);
  const isWifi = !isThread || listed.includes(capabilities.wifiProvisioning);
  const { config, scan } = endpointNames;
  return [
    ...(isWifi ? ([[config, encodeGetStatus()]] as const) : []),
    ...(isThread ? ([[config, encodeGetThreadStatus()]] as const) : []),
    ...(isWifi ? ([[scan, encodeWifiScanStatus()]] as const) : []),
    ...(isThread ? ([[scan, encodeThreadScanStatus()]] as const) : []),
  ];
}
