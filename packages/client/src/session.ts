import { type Bytes, type ClientSecurity, ProvisioningError, type SecureChannel } from '@esp-prov/protocol';
import { establish } from './establish.ts';
import { ExchangeQueue } from './exchange-queue.ts';
import { Link } from './link.ts';
import { requireRequestSize } from './request-size.ts';
import type { CallOptions, Transport } from './transport.ts';

/**
 * A secure session with a device: a finished handshake and the requests that follow.
 *
 * Requests may be made without waiting for earlier ones; they go out one by one, in the order of the calls. After any
 * failed or aborted exchange the keys of both ends may differ, so the session then refuses everything with
 * `session/broken`, and a new one has to be opened.
 */
export class Session {
  readonly #transport: Transport;
  readonly #channel: SecureChannel;
  readonly #queue = new ExchangeQueue();
  #broken: { readonly cause: unknown } | undefined;

  private constructor(transport: Transport, channel: SecureChannel) {
    this.#transport = transport;
    this.#channel = channel;
  }

  /**
   * Shakes hands over `transport`.
   *
   * @throws ProvisioningError of the families `session`, `message`, `endpoint` and `link`
   */
  static async open(transport: Transport, security: ClientSecurity, options: CallOptions = {}): Promise<Session> {
    return Session.over(transport, await establish(Link.over(transport), security, options));
  }

  /** A session whose handshake over `transport` is already made. */
  static over(transport: Transport, channel: SecureChannel): Session {
    return new Session(transport, channel);
  }

  /** Whether an earlier exchange failed, so that a new session is needed. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * The plain answer of `endpoint` to the plain `request`.
   *
   * @throws ProvisioningError `endpoint/request-size` for one that the link cannot carry; nothing was sent then, and the
   *   session goes on
   */
  async request(endpoint: string, request: Uint8Array, options: CallOptions = {}): Promise<Bytes> {
    // Copied at once: the caller may use its buffer again while the request waits.
    const plain = Uint8Array.from(request);
    // Before it is sealed, which would count it at this end only.
    requireRequestSize(plain, this.#transport.maxRequest, this.#channel.overhead);
    return await this.#queue.run(async () => {
      if (this.#broken) throw new ProvisioningError('session/broken', undefined, { cause: this.#broken.cause });
      try {
        const sealed = this.#channel.seal(plain);
        return this.#channel.open(await this.#transport.exchange(endpoint, sealed, options));
      } catch (cause) {
        this.#broken = { cause };
        throw cause;
      }
    }, options);
  }
}
