/**
 * Runs `task` under a signal that aborts as soon as one of `signals` does, and leaves nothing behind at them. Of
 * `AbortSignal.any` some runtimes keep a record for each call as long as the first signal lives, so that a session of
 * many requests grows without end.
 *
 * @throws the reason of one that is aborted already
 */
export async function underSignals<T>(
  signals: readonly (AbortSignal | undefined)[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const first = new AbortController();
  const given = signals.filter((signal) => signal !== undefined);
  for (const signal of given) signal.throwIfAborted();
  const followed = given.map((signal) => {
    const follow = () => first.abort(signal.reason);
    signal.addEventListener('abort', follow, { once: true });
    return () => signal.removeEventListener('abort', follow);
  });
  try {
    return await task(first.signal);
  } finally {
    for (const leave of followed) leave();
  }
}
