import { InterruptedError } from './error-report.ts';

/** Ctrl-C, a termination, and the end of the terminal: a program that just died would leave a Bluetooth link behind. */
export const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `task` with a signal that an interruption aborts; a second Ctrl-C ends the process at once. */
export async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    // A terminal that ends may say so twice.
    if (interrupted.signal.aborted && name !== 'SIGHUP') process.exit(130);
    interrupted.abort(new InterruptedError('Interrupted.'));
  };
  for (const name of interruptions) process.on(name, onSignal);
  try {
    return await task(interrupted.signal);
  } finally {
    for (const name of interruptions) process.off(name, onSignal);
  }
}
