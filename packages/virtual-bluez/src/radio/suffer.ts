import type { Clock } from '@esp-prov/protocol';
import type { BluezFault } from './faults.ts';

/** Longest time of a timer; an endless wait repeats it. */
const longestMs = 2 ** 31 - 1;

/** Waits as long as a fault says. */
export async function sufferDelay(fault: BluezFault | undefined, clock: Clock, signal: AbortSignal): Promise<void> {
  let left = fault?.delayMs ?? 0;
  while (left > 0) {
    const now = Math.min(left, longestMs);
    await clock.sleep(now, { signal });
    left -= now;
  }
}
