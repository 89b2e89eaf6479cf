/** How a device is reached, as far as it says how long an answer may take. */
interface Pace {
  /** Whether a person carries the messages. */
  readonly byHand?: boolean | undefined;
  /** Longest time for one answer in seconds. */
  readonly exchangeTimeout: number;
}

/** Whoever carries the messages by hand takes longer than any device. */
export const byHandMs = 3_600_000;

/** Longest one that the limits of the library leave room for, in seconds. */
const usualExchange = 60;

/**
 * Returns the limit of a scan, or of what opens a session; undefined: the library's own, unless answers may take
 * longer.
 */
export function patienceMs({ byHand, exchangeTimeout }: Pace): number | undefined {
  if (byHand) return byHandMs;
  return exchangeTimeout > usualExchange ? exchangeTimeout * 2000 : undefined;
}
