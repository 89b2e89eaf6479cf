import { underSignals } from './under-signals.ts';

/** The only source of time in the project: tests hand in one that they move by hand. */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with `signal.reason` when aborted first. */
  sleep(ms: number, options?: { signal?: AbortSignal | undefined }): Promise<void>;
}

/** A signal that aborts with `reason()` after `ms` milliseconds of `clock`, and a way to call it off. */
function deadline(clock: Clock, ms: number, reason: () => unknown): { signal: AbortSignal; cancel(): void } {
  const expiry = new AbortController();
  const cancelled = new AbortController();
  clock.sleep(ms, { signal: cancelled.signal }).then(
    () => expiry.abort(reason()),
    () => undefined,
  );
  return { signal: expiry.signal, cancel: () => cancelled.abort() };
}

/** Runs `task` under the caller's signal and a time limit; the limit rejects with `reason()`. */
export async function withDeadline<T>(
  options: { clock: Clock; ms: number; reason: () => unknown; signal?: AbortSignal | undefined },
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  options.signal?.throwIfAborted();
  const limit = deadline(options.clock, options.ms, options.reason);
  try {
    return await underSignals([options.signal, limit.signal], task);
  } finally {
    limit.cancel();
  }
}
