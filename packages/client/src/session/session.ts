import { type Bytes, type ClientSecurity, ProvisioningError, type SecureChannel } from '@esp-prov/protocol';
import { ExchangeQueue } from '../transport/exchange-queue.ts';
import { requireRequestSize } from '../transport/request-size.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { establish } from './establish.ts';
import { isLinkFailure } from './link-failure.ts';
import { RenewableTransport } from './renewable-transport.ts';
import { mostSentRequests, SentRequests } from './sent-requests.ts';

/** How one request is made. */
export interface RequestOptions extends CallOptions {
  /**
   * Whether a custom endpoint may answer what it was sent. Devices of security 2 at patch level 0 cannot be told from
   * somebody on the way who hands the request back, so it is refused by default.
   */
  readonly allowEcho?: boolean | undefined;
}

/**
 * A secure session with a device: a finished handshake and the requests that follow.
 *
 * Requests may be made without waiting for earlier ones; they go out one by one, in the order of the calls. After any
 * failed or aborted exchange the keys of both ends may differ, so the session then refuses everything with
 * `session/broken`, and a new one has to be opened.
 *
 * A request whose link is lost is never made again by itself: `wasNeverSent` says which ones certainly did not go out,
 * and of all others the outcome is unknown. A session lives as long as its link; after a loss, open another one.
 *
 * Where {@link Session.reusesNonce} is true, whoever knows one message of a session reads the others, so a secret belongs
 * in a session with nothing else. `Provisioner` sees to that by itself.
 *
 * @example
 * const security = await chooseSecurity(await readVersion(transport), { pop: 'abcd1234' });
 * const session = await Session.open(transport, security);
 * const answer = await session.request('custom-data', utf8('hello'));
 */
export class Session {
  readonly #transport: Transport;
  readonly #channel: SecureChannel;
  readonly #queue = new ExchangeQueue();
  readonly #sent: SentRequests;
  #broken: { readonly cause: unknown } | undefined;

  private constructor(transport: Transport, channel: SecureChannel) {
    this.#transport = transport;
    this.#channel = channel;
    this.#sent = new SentRequests(channel);
  }

  /**
   * Shakes hands over `transport`.
   *
   * @throws ProvisioningError of the families `session`, `message`, `endpoint` and `link`
   */
  static async open(transport: Transport, security: ClientSecurity, options: CallOptions = {}): Promise<Session> {
    const { channel } = await establish(RenewableTransport.over(transport), security, options);
    return Session.over(transport, channel);
  }

  /** Returns a session whose handshake over `transport` is already made. */
  static over(transport: Transport, channel: SecureChannel): Session {
    return new Session(transport, channel);
  }

  /** Whether an earlier exchange failed, so that a new session is needed. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /** Whether one nonce seals every message, so that whoever knows one of them reads the others up to its length. */
  get reusesNonce(): boolean {
    return this.#channel.reusesNonce === true;
  }

  /** Whether another request needs another session: under a reused nonce a session takes 256. */
  get full(): boolean {
    return this.#sent.full;
  }

  /**
   * Runs a task on the transport in turn with the requests: one that is not sealed, so that the keys have no part in it.
   * The session is broken only if the link fails.
   */
  async inTurn<T>(task: (transport: Transport) => Promise<T>, options: CallOptions = {}): Promise<T> {
    return await this.#queue.run(async () => {
      try {
        return await task(this.#transport);
      } catch (cause) {
        if (isLinkFailure(cause)) this.#broken ??= { cause };
        throw cause;
      }
    }, options);
  }

  /**
   * Sends the plain `request` to `endpoint` and returns its plain answer.
   *
   * @throws ProvisioningError `endpoint/request-size` for one that the link cannot carry; nothing was sent then, and the
   * session goes on; `session/tampered` for an answer that was altered, or that is a request handed back;
   * `session/counter-exhausted` from a session that is full
   */
  async request(endpoint: string, request: Uint8Array, options: RequestOptions = {}): Promise<Bytes> {
    // Copied at once: the caller may use its buffer again while the request waits.
    const plain = Uint8Array.from(request);
    // Before it is sealed, which would count it at this end only.
    requireRequestSize(plain, this.#transport.maxRequest, this.#channel.overhead);
    return await this.#queue.run(async () => {
      if (this.#broken) throw new ProvisioningError('session/broken', undefined, { cause: this.#broken.cause });
      if (this.full) {
        const text = `the session has made ${mostSentRequests} requests, the most under a nonce that is reused`;
        throw new ProvisioningError('session/counter-exhausted', text);
      }
      await this.#requireEndpoint(endpoint, options);
      try {
        const sealed = this.#channel.seal(plain);
        this.#sent.add(sealed);
        const answer = await this.#transport.exchange(endpoint, sealed, { signal: options.signal });
        this.#sent.requireAnswer(endpoint, answer, options.allowEcho ?? false);
        return this.#channel.open(answer);
      } catch (cause) {
        this.#broken = { cause };
        throw cause;
      }
    }, options);
  }

  /** Refuses what the device has no endpoint for, before it is sealed: so the session goes on. */
  async #requireEndpoint(endpoint: string, { signal }: CallOptions): Promise<void> {
    const listed = await this.#transport.currentEndpoints?.({ signal, including: endpoint });
    if (listed?.has(endpoint) !== false) return;
    const text = `the device has no endpoint ${endpoint}`;
    throw new ProvisioningError('endpoint/not-found', text, { details: { endpoint, sent: false } });
  }
}
