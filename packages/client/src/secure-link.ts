import { type Bytes, type ClientSecurity, isProvisioningError } from '@esp-prov/protocol';
import { establish } from './establish.ts';
import { isLinkFailure, type Link } from './link.ts';
import { Session } from './session.ts';
import { whileTaken } from './taken-session.ts';
import type { CallOptions, Transport } from './transport.ts';

/** A session and the link below it; both are opened anew after a loss, where the policy of the link grants it. */
export class SecureLink implements AsyncDisposable {
  readonly #link: Link;
  readonly #security: ClientSecurity;
  #session: Session;
  #renewing: Promise<boolean> | undefined;

  private constructor(link: Link, security: ClientSecurity, session: Session) {
    this.#link = link;
    this.#security = security;
    this.#session = session;
  }

  /** A first session over `link`. */
  static async open(link: Link, security: ClientSecurity, options: CallOptions): Promise<SecureLink> {
    return new SecureLink(link, security, await openSession(link, security, options));
  }

  get kind(): Transport['kind'] {
    return this.#link.transport.kind;
  }

  /** Whether the link is lost and may not be opened again. */
  get hopeless(): boolean {
    return this.#link.hopeless;
  }

  /** A request whose outcome may matter, so that it is made again only where the first one certainly never went out. */
  async request(endpoint: string, request: Uint8Array, options: CallOptions): Promise<Bytes> {
    // Copied at once: the caller may use its buffer again while the request waits.
    const plain = Uint8Array.from(request);
    return await this.#persist((session) => session.request(endpoint, plain, options), wasNeverSent, options);
  }

  /** What a task comes to that does no harm when done twice. */
  async repeat<T>(task: (session: Session) => Promise<T>, options: CallOptions): Promise<T> {
    return await whileTaken(
      async (signal, before) => {
        if (before > 0) await this.reopen({ signal });
        return await this.#persist(task, isLost, { signal });
      },
      { clock: this.#link.clock, signal: options.signal },
    );
  }

  /** Told when credentials may have gone out. */
  credentialsSent(): void {
    this.#link.credentialsSent();
  }

  /** A new session with new keys, over the same transport unless that is lost. */
  async reopen(options: CallOptions): Promise<void> {
    const { lost } = this.#link.transport;
    if (lost?.aborted && !(await this.#link.renew(lost.reason, options))) throw lost.reason;
    this.#session = await openSession(this.#link, this.#security, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }

  async #persist<T>(
    task: (session: Session) => Promise<T>,
    again: (error: unknown) => boolean,
    options: CallOptions,
  ): Promise<T> {
    for (;;) {
      const session = this.#session;
      try {
        return await task(session);
      } catch (error) {
        if (!again(error) || !(await this.#renewed(session, error, options))) throw error;
      }
    }
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
      if (!(await this.#link.renew(failure, options))) return false;
      this.#session = await openSession(this.#link, this.#security, options);
      return true;
    } finally {
      this.#renewing = undefined;
    }
  }
}

async function openSession(link: Link, security: ClientSecurity, options: CallOptions): Promise<Session> {
  const channel = await establish(link, security, options);
  return Session.over(link.transport, channel);
}

/** Whether the link failed, in this exchange or in an earlier one that broke the session. */
function isLost(error: unknown): boolean {
  return isLinkFailure(error) || brokeEarlier(error);
}

/** Whether the link is known to have failed before anything of the request went out. */
export function wasNeverSent(error: unknown): boolean {
  return (isLinkFailure(error) && error.details['sent'] === false) || brokeEarlier(error);
}

function brokeEarlier(error: unknown): boolean {
  return isProvisioningError(error, 'session/broken') && isLinkFailure(error.cause);
}
