import { type Clock, isProvisioningError, ProvisioningError, systemClock, withDeadline } from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import { isLinkFailure } from './link-failure.ts';
import { SpentProofs } from './spent-proofs.ts';

/** Opens a link to a device, again and again: each call connects anew. */
export type OpenTransport = (options: CallOptions) => Promise<Transport>;

/**
 * When a lost link is opened again, always with a new handshake. What was sent is sent once more only where that does no
 * harm: version, handshake, scan and status, never a request whose outcome is unknown.
 */
export interface ReconnectPolicy {
  /** Reconnections until credentials are sent; default 1. */
  readonly beforeCredentials?: number | undefined;
  /** Reconnections after that, for asking how it went; default 0. */
  readonly afterCredentials?: number | undefined;
  /** Wait before each in ms, as a device needs a moment to be there again; default 500. */
  readonly waitMs?: number | undefined;
}

const defaultWaitMs = 500;

/** Security 2 takes a chip some seconds, and a lost link as long again. */
const defaultLimitMs = 90_000;

/** Parts of a link that can be opened again. */
export interface RenewalOptions extends CallOptions {
  readonly clock: Clock;
  readonly policy: ReconnectPolicy;
  /** Longest time in ms for each of the version and a handshake, with all tries; default 90 000. */
  readonly limitMs?: number | undefined;
}

type Renewal = RenewalOptions & { readonly open: OpenTransport };

/** The transport in use, and the way to another one when it is lost. */
export class RenewableTransport implements AsyncDisposable {
  readonly clock: Clock;
  /** The proofs that the device was sent over all of its links. */
  readonly proofs: SpentProofs;
  #transport: Transport;
  readonly #renewal: Renewal | undefined;
  readonly #limitMs: number;
  #left: number;
  #sent = false;

  private constructor(
    transport: Transport,
    limit: { readonly clock: Clock; readonly limitMs: number; readonly proofs?: SpentProofs },
    left: number,
    renewal?: Renewal,
  ) {
    this.clock = limit.clock;
    this.#limitMs = limit.limitMs;
    this.proofs = limit.proofs ?? new SpentProofs();
    this.#transport = transport;
    this.#left = left;
    this.#renewal = renewal;
  }

  /** Returns a transport that stays its owner's and cannot be replaced. */
  static over(transport: Transport, clock: Clock = systemClock, limitMs: number = defaultLimitMs): RenewableTransport {
    return new RenewableTransport(transport, { clock, limitMs }, 0);
  }

  /**
   * Opens a transport that can be replaced, or takes one as it is. A failure to connect counts as a lost link: it is
   * opened again, which counts as a reconnection.
   */
  static async from(source: Transport | OpenTransport, options: RenewalOptions): Promise<RenewableTransport> {
    const { clock, policy, limitMs = defaultLimitMs, signal } = options;
    if (typeof source !== 'function') return RenewableTransport.over(source, clock, limitMs);
    const { beforeCredentials = 1, waitMs = defaultWaitMs } = policy;
    for (let left = beforeCredentials; ; left--) {
      try {
        const transport = await source({ signal });
        return new RenewableTransport(transport, { clock, limitMs }, left, { open: source, clock, policy });
      } catch (error) {
        if (left === 0 || !isLinkFailure(error)) throw error;
        await clock.sleep(waitMs, { signal });
      }
    }
  }

  get transport(): Transport {
    return this.#transport;
  }

  /** Whether the transport is of no use any more. */
  get lost(): boolean {
    return this.#transport.lost?.aborted ?? false;
  }

  /** Whether nothing can come of another try. */
  get hopeless(): boolean {
    return this.lost && this.#left === 0;
  }

  /** Whether the next exchange opens a connection by itself, so that a loss needs no other transport. */
  get #outlivesLoss(): boolean {
    return transportTraits[this.#transport.kind].outlivesLoss;
  }

  /** Grants the reconnections of the policy anew, for a request that has nothing to do with earlier losses. */
  grantAgain(): void {
    if (this.#sent) return;
    this.#left = this.#renewal?.policy.beforeCredentials ?? (this.#renewal || this.#outlivesLoss ? 1 : 0);
  }

  /** Notes that credentials may have gone out: from here on the other limit holds. */
  credentialsSent(): void {
    if (this.#sent) return;
    this.#sent = true;
    this.#left = this.#renewal?.policy.afterCredentials ?? 0;
  }

  /**
   * Puts a new transport in the place of the old one; false when the policy grants none.
   *
   * @param options - `isFree`: not counted, before credentials are sent, where the policy grants any at all
   * @throws `failure` when the device is not to be reached any more, as that is what happened
   */
  async renew(
    failure: unknown,
    { signal, isFree = false }: CallOptions & { readonly isFree?: boolean },
  ): Promise<boolean> {
    if (!(this.#renewal || this.#outlivesLoss)) return false;
    if (!isFree || this.#sent || this.#renewal?.policy.beforeCredentials === 0) {
      if (this.#left === 0) return false;
      this.#left--;
    }
    if (!this.#renewal) {
      await this.clock.sleep(defaultWaitMs, { signal });
      return true;
    }
    try {
      this.#transport = await this.#openAnother(this.#renewal, signal);
    } catch (error) {
      throw signal?.aborted || !isProvisioningError(error) ? error : failure;
    }
    return true;
  }

  /**
   * Runs a question that does no harm over a link of its own, whatever the policy says of this one, and closes it again.
   * Proofs that go out over it count with those of this one.
   *
   * @throws the loss of this link where it is its owner's, so that no other can be opened
   */
  async beside<T>(task: (link: RenewableTransport) => Promise<T>, { signal }: CallOptions): Promise<T> {
    if (!this.#renewal) throw this.#transport.lost?.reason ?? new ProvisioningError('link/lost');
    const transport = await this.#openAnother(this.#renewal, signal);
    const { clock, proofs } = this;
    try {
      return await task(new RenewableTransport(transport, { clock, limitMs: defaultLimitMs, proofs }, 0));
    } finally {
      await Promise.resolve(transport[Symbol.asyncDispose]()).catch(() => undefined);
    }
  }

  /** Closes the transport in use, and returns another one after the pause of the policy. */
  async #openAnother({ open, clock, policy }: Renewal, signal: AbortSignal | undefined): Promise<Transport> {
    await Promise.resolve(this.#transport[Symbol.asyncDispose]()).catch(() => undefined);
    await clock.sleep(policy.waitMs ?? defaultWaitMs, { signal });
    return await open({ signal });
  }

  /** Runs a task of several exchanges, which all together have to keep to the limit. */
  async within<T>(what: string, { signal }: CallOptions, task: (options: CallOptions) => Promise<T>): Promise<T> {
    const { clock } = this;
    const ms = this.#limitMs;
    const reason = () =>
      new ProvisioningError('link/timeout', `the device took longer than ${ms / 1000} s for ${what}`, {
        details: { timeoutMs: ms },
      });
    return await withDeadline({ clock, ms, reason, signal }, (both) => task({ signal: both }));
  }

  /** Runs a task that is safe to repeat and returns its result: after a link failure it runs again over a new link. */
  async repeat<T>(task: (transport: Transport) => Promise<T>, options: CallOptions): Promise<T> {
    for (;;) {
      try {
        return await task(this.#transport);
      } catch (error) {
        if (!isLinkFailure(error) || !(await this.renew(error, options))) throw error;
      }
    }
  }

  /** Closes the transport, unless it is its owner's. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#renewal) await this.#transport[Symbol.asyncDispose]();
  }
}
