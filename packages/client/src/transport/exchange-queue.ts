import { untilAborted } from '@esp-prov/protocol';
import type { CallOptions } from './transport.ts';

/** Runs tasks one after another in the order of the calls; a failed task does not stop later ones. */
export class ExchangeQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /**
   * Returns the result of `task`, begun when all earlier tasks have ended. When aborted while it waits, it is never
   * begun, and the rejection does not wait for the tasks before it.
   */
  run<T>(task: () => Promise<T>, { signal }: CallOptions = {}): Promise<T> {
    const result = untilAborted(this.#tail, signal).then(() => {
      signal?.throwIfAborted();
      return task();
    });
    const ended = result.catch(() => undefined);
    this.#tail = this.#tail.then(() => ended);
    return result;
  }
}
