import type { Clock, VersionInfo } from '@esp-prov/protocol';
import type { RenewableSession } from '../session/renewable-session.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import { removedEndpoints } from './removed-endpoints.ts';
import type { Watched } from './watch-status.ts';

/** Returns a device that is watched over `session`, round after round, but for the question that is asked. */
export function watchedSession(
  session: RenewableSession,
  { info, clock }: { readonly info: VersionInfo; readonly clock: Clock },
): Omit<Watched<unknown>, 'poll'> {
  return {
    clock,
    device: { countsAttempts: false },
    paceMs: transportTraits[session.kind].pollMs,
    reopen: (signal) => session.reopen({ signal }),
    mayBeAway: transportTraits[session.kind].outlivesLoss,
    hopeless: () => session.hopeless,
    afterLoss: (cause, signal) => removedEndpoints(session, info, cause, signal),
  };
}
