import {
  type Clock,
  type ErrorDetails,
  isProvisioningError,
  ProvisioningError,
  underSignals,
  untilAborted,
  withDeadline,
} from '@esp-prov/protocol';
import { ExchangeQueue } from '../transport/exchange-queue.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { GattConnection } from './ble-central.ts';

/** What one use of a link is, for the errors that name it. */
export interface GattTask<T> extends CallOptions {
  readonly details: ErrorDetails;
  /** Its operations, one after another; none may be begun once the signal is aborted. */
  run(signal: AbortSignal): Promise<T>;
}

/**
 * Microtask turns to wait for a refusal after the link has ended: Bluedroid sends the refusal and drops the link at once,
 * and the refusal says more.
 */
const refusalTurns = 50;

/**
 * A connection that is used by one task at a time, each within a time limit.
 *
 * A task that is given up half-way leaves an operation of unknown outcome behind, so the link is then dropped.
 * Bluetooth Core Specification, volume 3 part F, 3.3.3
 */
export class GattLink implements AsyncDisposable {
  readonly #connection: GattConnection;
  readonly #limits: { readonly clock: Clock; readonly timeoutMs: number };
  readonly #queue = new ExchangeQueue();
  /** Aborted by whatever ends the link, this side included. */
  readonly #ended = new AbortController();
  readonly #lost = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(connection: GattConnection, limits: { readonly clock: Clock; readonly timeoutMs: number }) {
    this.#connection = connection;
    this.#limits = limits;
    const { lost } = connection;
    if (lost.aborted) this.#lose(lost.reason);
    else lost.addEventListener('abort', () => this.#lose(lost.reason), { once: true });
  }

  /** Aborted when the link is gone without having been closed by its owner. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * Runs `task` when all earlier ones have ended.
   *
   * @throws ProvisioningError `link/lost`, with `details.sent` false where the task was not begun, `link/timeout`,
   *   `link/closed`; what an operation throws
   */
  run<T>(task: GattTask<T>): Promise<T> {
    return this.#queue.run(() => this.#run(task), task);
  }

  async #run<T>({ run, details, signal }: GattTask<T>): Promise<T> {
    const ended = this.#ended.signal;
    if (this.lost.aborted) throw lostError(ended.reason, { ...details, sent: false });
    ended.throwIfAborted();
    const { clock, timeoutMs: ms } = this.#limits;
    const reason = () => new ProvisioningError('link/timeout', undefined, { details: { ...details, timeoutMs: ms } });
    let limit: AbortSignal | undefined;
    let refusal: unknown;
    try {
      return await underSignals([signal, ended], (both) =>
        withDeadline({ clock, ms, reason, signal: both }, (all) => {
          limit = all;
          const running = run(all);
          running.catch((error: unknown) => {
            if (isProvisioningError(error, 'gatt/refused')) refusal = error;
          });
          return untilAborted(running, all);
        }),
      );
    } catch (error) {
      if (isProvisioningError(error, 'gatt/refused')) throw error;
      if (ended.aborted) {
        if (signal?.aborted && error === signal.reason) throw error;
        for (let turn = 0; turn < refusalTurns && refusal === undefined; turn++) await Promise.resolve();
        if (refusal !== undefined) throw refusal;
        throw this.lost.aborted ? lostError(ended.reason, details) : ended.reason;
      }
      if (isProvisioningError(error, 'link/lost')) {
        this.#lose(error);
        throw lostError(error, details);
      }
      // Given up half-way, by the caller or by the time limit.
      if (limit?.aborted) this.#lose(error);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new ProvisioningError('link/closed'));
    await this.#close();
  }

  #lose(reason: unknown): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(reason);
    this.#lost.abort(lostError(reason));
    this.#close().catch(() => undefined);
  }

  #close(): Promise<void> {
    const closing = this.#closing ?? Promise.resolve(this.#connection[Symbol.asyncDispose]());
    this.#closing = closing;
    return closing;
  }
}

function lostError(cause: unknown, details?: ErrorDetails): ProvisioningError {
  return new ProvisioningError('link/lost', undefined, details ? { cause, details } : { cause });
}
