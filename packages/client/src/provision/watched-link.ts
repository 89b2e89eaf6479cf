import type { Clock } from '@esp-prov/protocol';
import type { SecureLink } from '../session/secure-link.ts';
import { pollPaceMs } from './poll-pace.ts';
import type { Watched } from './watch-status.ts';

/** A device that is watched over `link`, round after round, but for the question that is asked. */
export function watchedLink(link: SecureLink, clock: Clock): Omit<Watched<unknown>, 'poll'> {
  return {
    clock,
    device: { countsAttempts: false },
    paceMs: pollPaceMs[link.kind],
    reopen: (signal) => link.reopen({ signal }),
    hopeless: () => link.hopeless,
  };
}
