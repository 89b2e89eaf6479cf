import type { Clock } from '@esp-prov/protocol';
import type { Failure } from '../flow/flow-state.ts';
import { pageFailure } from '../flow/page-failure.ts';

/** How often the clocks are compared. */
const everyMs = 5000;

/** Least lateness that counts as sleep: browsers hold the timers of hidden pages back for up to a minute. */
const leastMs = 120_000;

/** What watching for sleep needs. */
export interface SleepWatchOptions {
  readonly clock: Clock;
  /** Time of day in ms, which goes on while a computer sleeps. */
  readonly wallClock: () => number;
  readonly signal: AbortSignal;
  /** Called when the computer has woken, with the time that is missing. */
  readonly onWoke: (sleptMs: number) => void;
}

/** Watches for a computer that sleeps in the middle of something: what was waited for meanwhile was not waited for. */
export async function watchSleep({ clock, wallClock, signal, onWoke }: SleepWatchOptions): Promise<void> {
  for (let before = wallClock(); ; ) {
    try {
      await clock.sleep(everyMs, { signal });
    } catch {
      return;
    }
    const now = wallClock();
    if (now - before >= leastMs) onWoke(now - before);
    before = now;
  }
}

/** Returns a failure with its cause: a link that is lost after a sleep is lost by it, and that is what to say. */
export function afterSleep(failure: Failure, sleptMs: number | undefined): Failure {
  const { code, message, details } = failure;
  const isOfLink = code.startsWith('link/') || code === 'wifi/outcome-unknown';
  if (sleptMs === undefined || !isOfLink) return failure;
  const slept = ['slept', `${Math.round(sleptMs / 1000)} s`] as const;
  return pageFailure('page/slept', [slept, ['cause', `${code}: ${message}`], ...details]);
}
