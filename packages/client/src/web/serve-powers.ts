import { powerHere } from '@esp-prov/protocol';
import type { PowerAnswer, PowerQuestion } from './power-message.ts';

/** The global scope of a worker, as far as it is used. */
export interface PowerScope {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(answer: unknown): void;
}

/**
 * Computes powers for the page that has started this worker; all that a worker of {@link workerPower} calls.
 *
 * ```js
 * servePowers(self);
 * ```
 */
export function servePowers(scope: PowerScope): void {
  scope.addEventListener('message', ({ data }) => scope.postMessage(answerTo(data as PowerQuestion)));
}

function answerTo({ id, ...task }: PowerQuestion): PowerAnswer {
  try {
    return { id, power: powerHere(task) };
  } catch {
    return { id };
  }
}
