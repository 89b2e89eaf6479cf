import { type Clock, untilAborted, withDeadline } from '@esp-prov/protocol';
import { AttFailure, attErrors } from './att.ts';

/** One side of a link: what an adapter knows of the device on the other side. */
export interface LinkEnd {
  /** Called when the link is gone. */
  linkDown(link: Link): void;
}

/** What a link is made of. */
export interface LinkOptions<End extends LinkEnd> {
  readonly central: End;
  readonly peripheral: End;
  /** Longest packet of the Attribute Protocol in bytes. */
  readonly mtu: number;
  readonly clock: Clock;
  readonly requestMs: number;
  readonly requestTimeoutMs: number;
  /** Encrypts the link because an attribute wants it; false when that fails. */
  secure(link: Link<End>): Promise<boolean>;
}

/** A connection between two adapters. */
export class Link<End extends LinkEnd = LinkEnd> {
  readonly central: End;
  readonly peripheral: End;
  readonly mtu: number;
  encrypted = false;
  readonly #options: LinkOptions<End>;
  readonly #gone = new AbortController();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: LinkOptions<End>) {
    this.#options = options;
    this.central = options.central;
    this.peripheral = options.peripheral;
    this.mtu = options.mtu;
  }

  /** Aborted with the failure of all requests once the link is down. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Ends the link. */
  drop(): void {
    if (this.gone.aborted) return;
    // What bluetoothd makes of an answer that never came.
    this.#gone.abort(new AttFailure(attErrors.unlikely));
    this.central.linkDown(this);
    this.peripheral.linkDown(this);
  }

  /**
   * Makes a request of the central when its turn has come, as there is one at a time; if the peripheral wants the link
   * encrypted, that is tried once.
   *
   * @throws AttFailure
   */
  request<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => this.#securely(task));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #securely<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await this.#transact(task);
    } catch (error) {
      const wantsMore =
        error instanceof AttFailure &&
        (error.code === attErrors.insufficientEncryption || error.code === attErrors.insufficientAuthentication);
      if (!wantsMore || this.encrypted || this.gone.aborted || !(await this.#options.secure(this))) throw error;
      return await this.#transact(task);
    }
  }

  async #transact<T>(task: () => Promise<T>): Promise<T> {
    const { clock, requestMs, requestTimeoutMs: ms } = this.#options;
    const late = new AttFailure(attErrors.unlikely);
    try {
      return await withDeadline({ clock, ms, reason: () => late, signal: this.gone }, async (signal) => {
        if (requestMs > 0) await clock.sleep(requestMs, { signal });
        return await untilAborted(task(), signal);
      });
    } catch (error) {
      if (error === late) this.drop();
      throw error;
    }
  }
}
