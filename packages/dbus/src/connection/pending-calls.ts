import { DBusError } from '../dbus-error.ts';
import { after } from '../system-clock.ts';

interface PendingCall {
  resolve(body: readonly unknown[]): void;
  reject(reason: unknown): void;
}

/** The calls of a connection that wait for their answers. */
export class PendingCalls {
  readonly #calls = new Map<number, PendingCall>();

  /** How many calls wait. */
  get size(): number {
    return this.#calls.size;
  }

  /** Waits for the answer to the call with that serial; `send` sends it. Cleans up however the wait ends. */
  wait(
    serial: number,
    options: { send: () => void; timeoutMs: number; what: string; signal?: AbortSignal | undefined },
  ): Promise<readonly unknown[]> {
    const { send, timeoutMs, what, signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => finish(() => reject(signal?.reason));
      const cancelTimer = after(timeoutMs, () =>
        finish(() => reject(new DBusError('timeout', `${what} was not answered within ${timeoutMs} ms`))),
      );
      const finish = (settle: () => void) => {
        if (!this.#calls.delete(serial)) return;
        cancelTimer();
        signal?.removeEventListener('abort', onAbort);
        settle();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#calls.set(serial, {
        resolve: (body) => finish(() => resolve(body)),
        reject: (reason) => finish(() => reject(reason)),
      });
      try {
        send();
      } catch (error) {
        this.reject(serial, error);
      }
    });
  }

  /** Ends the wait for `serial` with the answer; an answer that is no longer awaited is dropped. */
  resolve(serial: number, body: readonly unknown[]): void {
    this.#calls.get(serial)?.resolve(body);
  }

  /** Ends the wait for `serial` with a failure. */
  reject(serial: number, reason: unknown): void {
    this.#calls.get(serial)?.reject(reason);
  }

  /** Ends all waits with a failure. */
  rejectAll(reason: unknown): void {
    for (const call of [...this.#calls.values()]) call.reject(reason);
  }
}
