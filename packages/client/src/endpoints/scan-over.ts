import { type Clock, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import type { RenewableSession } from '../session/renewable-session.ts';
import type { Session } from '../session/session.ts';
import type { CallOptions } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import { runScan, type ScanRequests } from './run-scan.ts';

/** Longest time for a scan with its results in ms; a session that other clients go on taking is given up before. */
const defaultTimeoutMs = 60_000;

/** How long a scan may take. */
export interface ScanLimit extends CallOptions {
  /** Longest time in ms for all of it, the reading of the results and a lost link included; default 60 000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Returns all results of a scan in `session`, which is begun anew where a lost link is opened again.
 *
 * @throws ProvisioningError `device/scan-endless` when it takes longer than it may
 */
export async function scanOver<T>(
  session: RenewableSession,
  clock: Clock,
  { timeoutMs: ms = defaultTimeoutMs, signal }: ScanLimit,
  requests: (session: Session, options: CallOptions) => ScanRequests<T>,
): Promise<T[]> {
  const how = { clock, pageSize: transportTraits[session.kind].scanPage };
  const reason = () =>
    new ProvisioningError('device/scan-endless', `the scan and its results took longer than ${ms / 1000} s`, {
      details: { timeoutMs: ms },
    });
  return await withDeadline({ clock, ms, reason, signal }, (both) => {
    const call = { signal: both };
    return session.repeat((current) => runScan(requests(current, call), { ...how, ...call }), call);
  });
}
