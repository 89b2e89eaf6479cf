import {
  type Bytes,
  type ClientSecurity,
  isProvisioningError,
  type Log,
  ProvisioningError,
  type SecretReading,
  type VersionInfo,
  withDeadline,
} from '@esp-prov/protocol';
import { ExchangeQueue } from '../transport/exchange-queue.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { type Established, establish } from './establish.ts';
import { mayShareKey, type Purpose } from './key-sharing.ts';
import { isBroken, isLinkFailure, isSessionLost, wasNeverSent } from './link-failure.ts';
import { exchangeVersion } from './read-version.ts';
import { refuses } from './refusal.ts';
import type { RenewableTransport } from './renewable-transport.ts';
import { type RequestOptions, Session } from './session.ts';
import { whileTaken } from './taken-session.ts';
import type { SealedListener } from './watched-channel.ts';

/** How a link is made secure. */
export interface RenewableSessionOptions extends CallOptions {
  /** Whether requests of all purposes share a key even where that lets others read them. */
  readonly allowNonceReuse?: boolean | undefined;
  /** Hears of other readings of the secret that are tried. */
  readonly log?: Log | undefined;
  /** Hears of every message of the session, in both of its forms. */
  readonly onSealed?: SealedListener | undefined;
}

/** How a request is made in a session that outlives failures. */
export interface LastingRequestOptions extends RequestOptions {
  /** Whether a session that broke over a link that still stands is replaced; default: the request fails. */
  readonly revive?: boolean | undefined;
  /** Called with whether the request may have been sent. */
  readonly tell?: ((fact: { readonly mayBeSent: boolean }) => void) | undefined;
}

/** What a look at a device shows. */
export interface DeviceLook {
  readonly info: VersionInfo;
  /** Names of its endpoints; undefined where the link cannot list them. */
  readonly endpoints: Transport['endpoints'];
}

/**
 * A session and the link below it; both are opened anew after a loss, where the policy of the link grants it. Where a
 * device reuses its nonce, a request opens a session of its own whenever it may not share the key of the last one.
 */
export class RenewableSession implements AsyncDisposable {
  readonly #link: RenewableTransport;
  #security: ClientSecurity;
  readonly #allowNonceReuse: boolean;
  /** Tasks one after another, where a task of another purpose takes the session of the one before away. */
  readonly #queue: ExchangeQueue | undefined;
  #session: Session;
  /** What the key of the session was last used for. */
  #last: Purpose | undefined;
  #renewing: Promise<boolean> | undefined;
  readonly #onSealed: SealedListener | undefined;

  private constructor(
    link: RenewableTransport,
    { security, channel }: Established,
    { allowNonceReuse = false, onSealed }: RenewableSessionOptions,
  ) {
    this.#link = link;
    this.#security = security;
    this.#session = Session.over(link.transport, channel);
    this.#allowNonceReuse = allowNonceReuse;
    this.#onSealed = onSealed;
    this.#queue = security.mayReuseNonce ? new ExchangeQueue() : undefined;
  }

  /** Opens a first session over `link`. */
  static async open(
    link: RenewableTransport,
    security: ClientSecurity,
    options: RenewableSessionOptions,
  ): Promise<RenewableSession> {
    const { signal, log, onSealed } = options;
    return new RenewableSession(link, await establish(link, security, { signal, log, onSealed }), options);
  }

  get kind(): Transport['kind'] {
    return this.#link.transport.kind;
  }

  /** How the device reads the secret, where that is not the rule. */
  get reading(): SecretReading | undefined {
    return this.#security.reading;
  }

  /** Names of the device's endpoints; undefined where the link cannot list them. */
  get endpoints(): Transport['endpoints'] {
    return this.#link.transport.endpoints;
  }

  /** Returns their names as they are now; undefined where the link cannot list them. */
  async currentEndpoints(options: CallOptions): Promise<Transport['endpoints']> {
    return await endpointsNow(this.#link.transport, options);
  }

  /** Whether one nonce seals every message of the session. */
  get reusesNonce(): boolean {
    return this.#session.reusesNonce;
  }

  /** Whether the link is lost and may not be opened again. */
  get hopeless(): boolean {
    return this.#link.hopeless;
  }

  /**
   * Sends a request whose outcome may matter, so that it is made again only where the first one certainly never went
   * out.
   */
  async request(
    purpose: Purpose,
    endpoint: string,
    request: Uint8Array,
    options: LastingRequestOptions,
  ): Promise<Bytes> {
    // Copied at once: the caller may use its buffer again while the request waits.
    const plain = Uint8Array.from(request);
    const task = async (session: Session) => {
      options.tell?.({ mayBeSent: true });
      return await session.request(endpoint, plain, options).catch((error: unknown) => {
        options.tell?.({ mayBeSent: !wasNeverSent(error) });
        throw error;
      });
    };
    const again = options.revive ? (error: unknown) => wasNeverSent(error) || isBroken(error) : wasNeverSent;
    return await this.#inTurn(() => this.#persist(purpose, task, again, options), options);
  }

  /** Runs a task that is safe to repeat and returns its result; its session is used for nothing else, if that matters. */
  async repeat<T>(task: (session: Session) => Promise<T>, options: CallOptions): Promise<T> {
    return await this.#inTurn(
      () =>
        whileTaken(
          async (signal, before) => {
            if (before > 0) await this.reopen({ signal });
            return await this.#persist('alone', task, isSessionLost, { signal });
          },
          { clock: this.#link.clock, signal: options.signal },
        ),
      options,
    );
  }

  /**
   * Reads again what the device says of itself, in turn with the requests. It is not sealed, so it costs no key; where
   * the link turns out to be lost, another one with a new session takes its place.
   */
  async readVersion(options: CallOptions): Promise<VersionInfo> {
    const { clock } = this.#link;
    return await this.#inTurn(async () => {
      for (;;) {
        const session = this.#session;
        try {
          return await session.inTurn((transport) => exchangeVersion(transport, { ...options, clock }), options);
        } catch (error) {
          if (!isLinkFailure(error) || !(await this.#renewed(session, error, options))) throw error;
        }
      }
    }, options);
  }

  /**
   * Returns what the device says of itself and which endpoints it has now, without a session; undefined where it does
   * not answer in time. Over the link that stands; where that is lost, over one of its own that is closed again.
   */
  async lookAgain({ signal, ms }: CallOptions & { readonly ms: number }): Promise<DeviceLook | undefined> {
    const { clock } = this.#link;
    const look = async (transport: Transport, both: AbortSignal): Promise<DeviceLook> => {
      const info = await exchangeVersion(transport, { clock, signal: both });
      return { info, endpoints: await endpointsNow(transport, { signal: both }) };
    };
    const reason = () => new ProvisioningError('link/timeout', 'the time to look at the device again was over');
    try {
      return await withDeadline({ clock, ms, reason, signal }, (both) =>
        this.#link.lost
          ? this.#link.beside(({ transport }) => look(transport, both), { signal: both })
          : this.#session.inTurn((transport) => look(transport, both), { signal: both }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (!isProvisioningError(error)) throw error;
      return undefined;
    }
  }

  /**
   * Whether the device refuses a question that does no harm, although it has just proven itself in a new session. Where
   * the link is lost, over one of its own that is closed again.
   *
   * @throws ProvisioningError of a link or a handshake that fails, so that nothing is known
   */
  async refusesAnew(endpoint: string, question: Uint8Array, options: CallOptions): Promise<boolean> {
    const { signal } = options;
    return await this.#inTurn(async () => {
      if (this.#link.lost) {
        return await this.#link.beside(async (link) => {
          const onSealed = this.#onSealed;
          const { channel } = await establish(link, this.#security, { ...options, onSealed });
          const session = Session.over(link.transport, channel);
          return await refuses(session, link.transport.kind, { endpoint, question, signal });
        }, options);
      }
      await this.#establish(options);
      return await refuses(this.#session, this.kind, { endpoint, question, signal });
    }, options);
  }

  /** Notes that credentials may have gone out. */
  credentialsSent(): void {
    this.#link.credentialsSent();
  }

  /** Opens a new session with new keys, over the same transport unless that is lost. */
  async reopen(options: CallOptions): Promise<void> {
    const { lost } = this.#link.transport;
    if (lost?.aborted && !(await this.#link.renew(lost.reason, options))) throw lost.reason;
    await this.#establish(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }

  async #inTurn<T>(task: () => Promise<T>, options: CallOptions): Promise<T> {
    return this.#queue ? await this.#queue.run(task, options) : await task();
  }

  async #persist<T>(
    purpose: Purpose,
    task: (session: Session) => Promise<T>,
    again: (error: unknown) => boolean,
    options: CallOptions,
  ): Promise<T> {
    for (let filled = 0; ; ) {
      const session = await this.#sessionFor(purpose, options);
      try {
        return await task(session);
      } catch (error) {
        // A task of many requests may begin in a session that others have nearly filled; one alone does not fill it.
        if (again === isSessionLost && session.full && !session.broken && filled++ === 0) continue;
        if (!again(error) || !(await this.#renewed(session, error, options))) throw error;
      }
    }
  }

  /** Returns a session whose key may seal a request of this purpose. A broken one stays, and says so to the request. */
  async #sessionFor(purpose: Purpose, options: CallOptions): Promise<Session> {
    const session = this.#session;
    if (session.broken || !session.reusesNonce) return session;
    const mayGoOn = !session.full && (this.#allowNonceReuse || mayShareKey(this.#last, purpose));
    if (!mayGoOn) await this.reopen(options);
    this.#last = purpose;
    return this.#session;
  }

  async #establish(options: CallOptions): Promise<void> {
    const onSealed = this.#onSealed;
    const { security, channel } = await establish(this.#link, this.#security, { ...options, onSealed });
    this.#security = security;
    this.#session = Session.over(this.#link.transport, channel);
    this.#last = undefined;
  }

  /** Whether another session has come in the place of `old`; of several tasks that failed with it, one opens it. */
  async #renewed(old: Session, failure: unknown, options: CallOptions): Promise<boolean> {
    if (this.#session !== old) return true;
    const renewing = this.#renewing ?? this.#renew(failure, options);
    this.#renewing = renewing;
    return await renewing;
  }

  async #renew(failure: unknown, options: CallOptions): Promise<boolean> {
    try {
      // A session that broke over a link that still stands needs no more than new keys.
      const needsLink = !isBroken(failure) || isSessionLost(failure);
      if (needsLink && !(await this.#link.renew(failure, options))) return false;
      await this.#establish(options);
      return true;
    } finally {
      this.#renewing = undefined;
    }
  }
}

async function endpointsNow(transport: Transport, options: CallOptions): Promise<Transport['endpoints']> {
  return (await transport.currentEndpoints?.(options)) ?? transport.endpoints;
}
