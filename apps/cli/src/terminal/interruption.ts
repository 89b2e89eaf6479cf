import { setMaxListeners } from 'node:events';
import { ProvisioningError } from '@esp-prov/protocol';
import { InterruptedError } from './interrupted-error.ts';
import { questionCount } from './question-count.ts';
import { WentBackError } from './went-back-error.ts';

/** Ctrl-C, a termination, and the end of the terminal: a program that just died would leave a Bluetooth link behind. */
export const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `task` with a signal that an interruption aborts; a second Ctrl-C ends the process at once. It begins anew when the
 * user goes back from a question and nothing within `task` asks the one before: by then a link is open that what was
 * answered has led to.
 *
 * @throws ProvisioningError `link/timeout` when it has taken `timeout` seconds
 */
export async function interruptible<T>(
  task: (signal: AbortSignal) => Promise<T>,
  { timeout }: { readonly timeout?: number } = {},
): Promise<T> {
  const interrupted = new AbortController();
  // All that a run does at a time hears of its end, be it a hundred devices: more than ten are no leak.
  setMaxListeners(0, interrupted.signal);
  const onSignal = (name: NodeJS.Signals) => {
    // A terminal that ends may say so twice.
    if (interrupted.signal.aborted && name !== 'SIGHUP') process.exit(130);
    interrupted.abort(new InterruptedError('Interrupted.'));
  };
  const late = () => interrupted.abort(new ProvisioningError('link/timeout', `not done within ${timeout} s`));
  const timer = timeout === undefined ? undefined : setTimeout(late, timeout * 1000);
  for (const name of interruptions) process.on(name, onSignal);
  try {
    return await anewWhenBack(() => task(interrupted.signal));
  } finally {
    clearTimeout(timer);
    for (const name of interruptions) process.off(name, onSignal);
  }
}

async function anewWhenBack<T>(task: () => Promise<T>): Promise<T> {
  for (;;) {
    questionCount.returnTo(0);
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof WentBackError) || questionCount.answered === 0) throw error;
    }
  }
}
