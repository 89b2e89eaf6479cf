import { type Clock, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';

/** A limit on something that is waited for. */
export interface Limit {
  readonly clock: Clock;
  readonly ms: number;
  /** What is waited for, such as `the connection`. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Settles as `task` does, but ends by itself: at the limit, and as soon as the signal aborts, also where the task hears
 * of neither.
 *
 * @throws ProvisioningError `link/timeout`
 */
export async function limited<T>(
  { clock, ms, what, signal }: Limit,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const reason = () =>
    new ProvisioningError('link/timeout', `the device took longer than ${ms / 1000} s for ${what}`, {
      details: { timeoutMs: ms },
    });
  return await withDeadline({ clock, ms, reason, signal }, (both) => untilAborted(task(both), both));
}

/**
 * Settles as `limited` does, for something that has to be given back: `leave` gets what comes about after the limit, as
 * nobody waits for it then.
 */
export async function limitedTake<T>(
  limit: Limit,
  task: (signal: AbortSignal) => Promise<T>,
  leave: (late: T) => unknown,
): Promise<T> {
  let coming: Promise<T> | undefined;
  try {
    return await limited(limit, (both) => {
      coming = task(both);
      return coming;
    });
  } catch (error) {
    coming?.then(leave).catch(() => undefined);
    throw error;
  }
}
