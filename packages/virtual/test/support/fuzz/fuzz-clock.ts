import type { Clock } from '@esp-prov/protocol';

/** How a promise ended; `hung` if it waits for something that does not depend on time. */
export type Ending<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'hung' };

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** Microtask turns after which everything has settled that does not wait for time. */
const restTurns = 64;

/** Wakings after which a promise counts as hung: hours of the device's life. */
const patience = 2000;

/** A clock that moves on only as far as an answer needs it. */
export class FuzzClock implements Clock {
  #now = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        due: this.#now + ms,
        wake() {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Runs `task` while time passes as far as it needs, and returns how it ends. */
  async ending<T>(task: Promise<T>): Promise<Ending<T>> {
    let ending: Ending<T> | undefined;
    task.then(
      (value) => {
        ending = { kind: 'value', value };
      },
      (error: unknown) => {
        ending = { kind: 'error', error };
      },
    );
    let idle = 0;
    for (let turn = 1; turn <= restTurns * patience && idle < 8; turn++) {
      await undefined;
      if (ending) return ending;
      if (turn % restTurns === 0 && !this.#wakeNext()) idle++;
    }
    return ending ?? { kind: 'hung' };
  }

  /** Lets time pass until `reached`; false when that takes too long. */
  async passUntil(reached: () => boolean): Promise<boolean> {
    for (let wakings = 0; wakings < patience; wakings++) {
      for (let turn = 0; turn < restTurns; turn++) await undefined;
      if (reached()) return true;
      this.#wakeNext();
    }
    return false;
  }

  #wakeNext(): boolean {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (!first || sleeper.due < first.due) first = sleeper;
    if (!first) return false;
    this.#now = Math.max(this.#now, first.due);
    this.#sleepers.delete(first);
    first.wake();
    return true;
  }
}
