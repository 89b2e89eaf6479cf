import { type Clock, isProvisioningError, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';

/**
 * Longest time in ms in which a session that another client takes is opened again. A command opens one and then scans:
 * both together end within a minute, and before the limits of the two.
 */
const patienceMs = 25_000;

/** Most tries in that time. */
const mostTries = 20;

/** Pause in ms before another try, longer each time: two clients that take turns would do so for ever. */
const pauseMs = { first: 200, most: 2000 } as const;

/** Whether it is known that another client has taken the session. */
export function wasReplaced(error: unknown): error is ProvisioningError {
  return (
    isProvisioningError(error, 'session/replaced') ||
    (isProvisioningError(error, 'endpoint/refused') && error.details.replaced === true)
  );
}

/** How long a task is tried whose session others take. */
interface TakenOptions extends CallOptions {
  readonly clock: Clock;
  /** Whether no other try may be made. */
  readonly isOver?: (() => boolean) | undefined;
}

/**
 * Runs `task` until no other client takes the session away, a bounded number of times.
 *
 * @param task - gets the number of its earlier runs
 * @throws ProvisioningError `session/replaced` when others go on taking it
 */
export async function whileTaken<T>(
  task: (signal: AbortSignal | undefined, before: number) => Promise<T>,
  { clock, signal, isOver = () => false }: TakenOptions,
): Promise<T> {
  let cause: unknown;
  try {
    return await task(signal, 0);
  } catch (error) {
    if (!wasReplaced(error) || isOver()) throw error;
    cause = error;
  }
  const begin = clock.now();
  let tries = 1;
  const reason = () => keepsTaking(cause, tries, clock.now() - begin);
  return await withDeadline({ clock, ms: patienceMs, reason, signal }, async (both) => {
    for (; tries < mostTries; tries++) {
      await clock.sleep(Math.min(pauseMs.most, pauseMs.first * 2 ** (tries - 1)), { signal: both });
      try {
        return await task(both, tries);
      } catch (error) {
        if (!wasReplaced(error)) throw error;
        cause = error;
        if (isOver()) break;
      }
    }
    throw reason();
  });
}

/** Pauses in ms before a request is made again that no device refuses of itself. */
const againMs = [200, 600];

/**
 * Runs a task again, twice at most, where a refusal may mean that the device hung up: over HTTP it does so whenever
 * another client connects.
 */
export async function whileHungUp<T>(
  task: () => Promise<T>,
  { clock, kind, signal }: { readonly clock: Clock; readonly kind: Transport['kind'] } & CallOptions,
): Promise<T> {
  const isHungUp = (error: unknown) => isProvisioningError(error, 'endpoint/refused') && !wasReplaced(error);
  let first: unknown;
  for (let before = 0; ; before++) {
    try {
      return await task();
    } catch (error) {
      first ??= error;
      const pause = againMs[before];
      // On another connection the same may look like a lost one.
      const again = isHungUp(error) || (before > 0 && isProvisioningError(error, 'link/lost'));
      if (transportTraits[kind].refusalIsCertain || !again) throw error;
      if (pause === undefined) throw first;
      await clock.sleep(pause, { signal });
    }
  }
}

function keepsTaking(cause: unknown, tries: number, elapsedMs: number): ProvisioningError {
  const text = `another client keeps taking the session: ${tries} tries in ${Math.round(elapsedMs / 1000)} s were in vain`;
  return new ProvisioningError('session/replaced', text, { cause, details: { tries, elapsedMs } });
}
