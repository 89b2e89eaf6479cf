/**
 * Settles as `task` does, or rejects with `signal.reason` when aborted first: some platforms never settle an operation
 * whose link is gone. What the task does later is ignored.
 */
export function untilAborted<T>(task: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return task;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    task.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
