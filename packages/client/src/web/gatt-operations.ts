import { type Clock, isProvisioningError, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import { ExchangeQueue } from '../transport/exchange-queue.ts';
import type { CallOptions } from '../transport/transport.ts';
import { gattFailure } from './gatt-failure.ts';

/** One thing that the browser is to do with a connected device. */
export interface GattOperation<T> extends CallOptions {
  /** What it is, for the error. */
  readonly what: string;
  readonly timeoutMs: number;
  perform(): Promise<T>;
}

/** What operations need to know of their connection. */
export interface OperatedLink {
  readonly clock: Clock;
  /** Aborted with the reason when the link is over, on whichever side it ended. */
  readonly ended: AbortSignal;
  /** Whether the browser still has the link. */
  isConnected(): boolean;
  /** Takes the link for lost. */
  lose(reason: ProvisioningError): void;
}

/** Time in ms in which the news that the link is gone may follow a refusal that tells no number. */
const lossGraceMs = 500;

/**
 * Runs operations one after another, since browsers refuse a second one at the same time, each within its time limit:
 * a browser may never settle one whose link has gone.
 */
export class GattOperations {
  readonly #link: OperatedLink;
  readonly #queue = new ExchangeQueue();

  constructor(link: OperatedLink) {
    this.#link = link;
  }

  /**
   * Returns the result of an operation. One that is aborted half-way keeps the others waiting until it has ended: its
   * link is lost when it does not end in time.
   *
   * @throws ProvisioningError `link/lost`, `link/closed`, `link/timeout`, `gatt/refused`, `bluetooth/pairing-failed`
   */
  run<T>(operation: GattOperation<T>): Promise<T> {
    const { signal } = operation;
    return untilAborted(
      this.#queue.run(() => this.#run(operation), { signal }),
      signal,
    );
  }

  async #run<T>({ what, timeoutMs: ms, perform }: GattOperation<T>): Promise<T> {
    const { clock, ended } = this.#link;
    ended.throwIfAborted();
    let isLate = false;
    const reason = () => {
      isLate = true;
      return new ProvisioningError('link/timeout', `${what} took longer than ${ms / 1000} s`, {
        details: { timeoutMs: ms },
      });
    };
    try {
      return await withDeadline({ clock, ms, reason, signal: ended }, (all) => untilAborted(begin(perform), all));
    } catch (error) {
      if (isLate && isProvisioningError(error, 'link/timeout')) this.#link.lose(error);
      else ended.throwIfAborted();
      throw isProvisioningError(error) ? error : await this.#explained(error);
    }
  }

  /** @throws the reason of the end, when the link is over as well */
  async #explained(error: unknown): Promise<ProvisioningError> {
    const { clock, ended } = this.#link;
    const failure = gattFailure(error);
    if (failure.code === 'link/lost' || !this.#link.isConnected()) {
      this.#link.lose(failure);
      ended.throwIfAborted();
    }
    if (failure.code === 'gatt/refused' && failure.details.attError === undefined) {
      await clock.sleep(lossGraceMs, { signal: ended }).catch(() => undefined);
      ended.throwIfAborted();
    }
    return failure;
  }
}

/** Begins at once; what is thrown instead of a promise is a rejection like others. */
async function begin<T>(perform: () => Promise<T>): Promise<T> {
  return await perform();
}
