import { isDBusError } from '@esp-prov/dbus';
import type { Log } from '@esp-prov/protocol';
import { type AttributeAction, attCodes, attReply, isAttError } from './att-reply.ts';

/** The answers that centrals wait for. */
export class Answers {
  readonly #log: Log;
  readonly #waiting = new Set<() => void>();
  readonly #onSettled = new Set<() => void>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Returns the outcome of `task`, its refusals in the words that bluetoothd understands. */
  async of(action: AttributeAction, task: () => Promise<readonly unknown[]>): Promise<readonly unknown[]> {
    return await new Promise((resolve, reject) => {
      const refuse = () => reject(attReply(attCodes.unlikelyError, action, 'the service ends'));
      this.#waiting.add(refuse);
      task()
        .then(resolve, (error) => reject(this.#refusal(error, action)))
        .finally(() => {
          this.#waiting.delete(refuse);
          if (this.#waiting.size === 0) for (const settle of this.#onSettled) settle();
          if (this.#waiting.size === 0) this.#onSettled.clear();
        });
    });
  }

  /** Resolves when none waits any more; at once where none does. */
  async settled(): Promise<void> {
    while (this.#waiting.size > 0) await new Promise<void>((resolve) => this.#onSettled.add(resolve));
  }

  /** Refuses all that wait; the results of their tasks are dropped. */
  refuseWaiting(): void {
    for (const refuse of this.#waiting) refuse();
  }

  #refusal(error: unknown, action: AttributeAction): unknown {
    if (isDBusError(error)) return error;
    if (isAttError(error)) return attReply(error.code, action, error.message);
    const text = error instanceof Error ? error.message : String(error);
    this.#log('error', 'bluez', `a ${action} of a central failed: ${text}`);
    return attReply(attCodes.unlikelyError, action, `the ${action} failed`);
  }
}
