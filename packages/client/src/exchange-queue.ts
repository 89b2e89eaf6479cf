import type { CallOptions } from './transport.ts';

/** Runs tasks one after another in the order of the calls; a failed task does not stop later ones. */
export class ExchangeQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /** The result of `task`, begun when all earlier tasks have ended; not begun when aborted while waiting. */
  run<T>(task: () => Promise<T>, { signal }: CallOptions = {}): Promise<T> {
    const result = this.#tail.then(() => {
      signal?.throwIfAborted();
      return task();
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
