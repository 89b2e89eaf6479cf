import { type Clock, type Power, type PowerTask, powerHere, systemClock } from '@esp-prov/protocol';
import type { PowerAnswer } from './power-message.ts';

/** A worker that calls `servePowers`, as far as it is used. */
export interface PowerWorker {
  addEventListener(
    type: 'message' | 'messageerror' | 'error',
    listener: (event: { readonly data?: unknown }) => void,
  ): void;
  postMessage(question: unknown): void;
  terminate(): void;
}

/** How powers are computed in a worker. */
export interface WorkerPowerOptions {
  /** Longest time for one power in ms, the start of the worker included; then it is computed here. Default 5000. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Powers in a worker, and its end. */
export interface WorkerPower extends Disposable {
  readonly power: Power;
}

/**
 * Computes powers in a worker, for `power` of a proof: so the page goes on drawing during the handshake of security 2. The
 * worker starts with the first power. Where it cannot start, fails or is too slow, powers are computed here.
 *
 * @param start - starts the worker, for example
 *   `() => new Worker(new URL('./power-worker.js', import.meta.url), { type: 'module' })`
 */
export function workerPower(start: () => PowerWorker, options: WorkerPowerOptions = {}): WorkerPower {
  const { timeoutMs = 5000, clock = systemClock } = options;
  const waiting = new Map<number, (power: Uint8Array | undefined) => void>();
  let worker: PowerWorker | undefined;
  let isUseless = false;
  let questions = 0;

  const giveUp = () => {
    isUseless = true;
    worker?.terminate();
    worker = undefined;
    for (const settle of waiting.values()) settle(undefined);
    waiting.clear();
  };
  const started = (): PowerWorker | undefined => {
    if (worker || isUseless) return worker;
    try {
      worker = start();
      worker.addEventListener('message', ({ data }) => {
        const { id, power } = (data ?? {}) as Partial<PowerAnswer>;
        const settle = waiting.get(id ?? 0);
        waiting.delete(id ?? 0);
        settle?.(power);
      });
      worker.addEventListener('messageerror', giveUp);
      worker.addEventListener('error', giveUp);
    } catch {
      giveUp();
    }
    return worker;
  };
  const ask = async (task: PowerTask): Promise<Uint8Array | undefined> => {
    const asked = started();
    if (!asked) return undefined;
    const id = ++questions;
    const answered = new AbortController();
    const answer = new Promise<Uint8Array | undefined>((resolve) => {
      waiting.set(id, resolve);
    });
    clock.sleep(timeoutMs, { signal: answered.signal }).then(giveUp, () => undefined);
    try {
      asked.postMessage({ id, ...task });
      return await answer;
    } catch {
      giveUp();
      return undefined;
    } finally {
      answered.abort();
    }
  };
  return {
    async power(task) {
      const answer = await ask(task);
      return answer instanceof Uint8Array && answer.length === task.modulus.length ? answer : powerHere(task);
    },
    [Symbol.dispose]: giveUp,
  };
}
