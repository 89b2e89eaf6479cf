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
