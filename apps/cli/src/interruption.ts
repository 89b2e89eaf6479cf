import { InterruptedError } from './error-report.ts';

/** Ctrl-C, a termination, and a terminal that is closed: a link over Bluetooth would outlive a process that just ends. */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `task` with a signal that Ctrl-C or a termination aborts; a second Ctrl-C ends the process at once. */
export async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const onSignal = () => {
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort(new InterruptedError('Interrupted.'));
  };
  for (const name of endSignals) process.on(name, onSignal);
  try {
    return await task(interrupted.signal);
  } finally {
    for (const name of endSignals) process.off(name, onSignal);
  }
}
