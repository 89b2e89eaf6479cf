import type { Clock } from '@esp-prov/protocol';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, waking sleepers at their moments, in order. */
  advance(ms: number): Promise<void>;
  /**
   * Moves from sleeper to sleeper until `task` has settled, and returns its result.
   *
   * @throws Error when the task waits for something that no sleeper brings about
   */
  run<T>(task: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** Enough turns of the job queue for any chain of awaits in this project to settle. */
const restTurns = 2000;

/** Returns a clock that shows 0 ms and moves by hand only, so that tests of minutes take no time. */
export function manualClock(): ManualClock {
  let now = 0;
  const sleepers = new Set<Sleeper>();

  function next(limit: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.due <= limit && (!first || sleeper.due < first.due)) first = sleeper;
    }
    return first;
  }

  function wake(sleeper: Sleeper): void {
    now = Math.max(now, sleeper.due);
    sleepers.delete(sleeper);
    sleeper.wake();
  }

  return {
    now: () => now,
    sleep(ms, { signal } = {}) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          due: now + ms,
          wake() {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
    async advance(ms) {
      const end = now + ms;
      await rest();
      for (let sleeper = next(end); sleeper; sleeper = next(end)) {
        wake(sleeper);
        await rest();
      }
      now = end;
    },
    async run(task) {
      let settled = false;
      const watched = task.finally(() => {
        settled = true;
      });
      watched.catch(() => undefined);
      for (;;) {
        await rest();
        if (settled) return await watched;
        const sleeper = next(Number.POSITIVE_INFINITY);
        if (!sleeper) throw new Error('the task waits for something that does not depend on time');
        wake(sleeper);
      }
    },
  };
}

async function rest(): Promise<void> {
  for (let turn = 0; turn < restTurns; turn++) await Promise.resolve();
}
