import {
  type Bytes,
  ProvisioningError,
  type SecretReading,
  type SecurityVersion,
  type VersionInfo,
} from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import type { ConnectOptions } from './connect-options.ts';
import { type ConnectedSession, connectSession } from './connect-session.ts';
import { isLinkFailure, notSent } from './link-failure.ts';
import type { OpenTransport } from './renewable-transport.ts';
import type { RequestOptions } from './session.ts';

/**
 * A session with a device for as long as the caller likes: requests to any endpoint, built in or custom, over a link that
 * may be lost and opened again, each time with a new handshake and new keys. Provisioning is one user of such a session
 * (`Provisioner`); this is the one for requests of your own.
 *
 * After a loss the next request opens the link again; after any other failure it opens a new session. A request is
 * repeated only if the transport knows that it was never sent. If the link is lost later than that, the outcome is
 * unknown, and the error says so.
 *
 * @example
 * const session = await DeviceSession.connect(() => connectBle(central, { id }), { pop: 'abcd1234' });
 * const answer = await session.request('lamp', utf8('on'));
 * await session[Symbol.asyncDispose]();
 */
export class DeviceSession implements AsyncDisposable {
  #info: VersionInfo;
  /** The scheme in use. */
  readonly securityVersion: SecurityVersion;
  readonly #connected: ConnectedSession;

  private constructor(connected: ConnectedSession) {
    this.#info = connected.info;
    this.securityVersion = connected.securityVersion;
    this.#connected = connected;
  }

  /**
   * Requests the version of the device, chooses its security scheme and opens a session.
   *
   * @param source - the way to open a transport, which is then closed with the session; or a transport, which stays yours
   *   and whose loss ends the session
   * @param options - `reconnect.beforeCredentials` counts the reconnections for one request; default 1
   */
  static async connect(source: Transport | OpenTransport, options: ConnectOptions = {}): Promise<DeviceSession> {
    return new DeviceSession(await connectSession(source, options));
  }

  /** How the device reads the secret, where that is not the rule: then its verifier should be replaced. */
  get secretReading(): SecretReading | undefined {
    return this.#connected.session.reading;
  }

  /** What the device says about itself, as it was read last. */
  get info(): VersionInfo {
    return this.#info;
  }

  /** Names of the device's endpoints as they were listed last; undefined where the link cannot list them. */
  get endpoints(): ReadonlySet<string> | undefined {
    return this.#connected.session.endpoints;
  }

  /**
   * Sends `request` to `endpoint` and returns the answer, both as plain bytes.
   *
   * Requests may be made without waiting for earlier ones; they are sent one by one, in the order of the calls.
   *
   * @throws ProvisioningError `endpoint/outcome-unknown` if the link was lost after the request may have been sent;
   *   `link/…` if it was certainly not sent and the device cannot be reached; `endpoint/refused` if the device does
   *   not answer it; `session/tampered`, without `allowEcho`, if a device of security 2 at patch level 0 answers with
   *   what it was sent
   */
  async request(endpoint: string, request: Uint8Array, options: RequestOptions = {}): Promise<Bytes> {
    const { session, link } = this.#connected;
    link.grantAgain();
    let mayBeSent = false;
    const tell = (fact: { readonly mayBeSent: boolean }) => {
      mayBeSent = fact.mayBeSent;
    };
    try {
      return await session.request('alone', endpoint, request, { ...options, revive: true, tell });
    } catch (cause) {
      if (!mayBeSent) throw notSent(cause);
      if (!isLinkFailure(cause)) throw cause;
      throw new ProvisioningError('endpoint/outcome-unknown', undefined, { cause, details: { endpoint } });
    }
  }

  /**
   * Reads `proto-ver` again and returns it, and lists the endpoints again if they have changed. As a request that changes
   * nothing, it also keeps a session alive: a link that was lost is opened again at this moment, and not by the next
   * request. Over HTTP it ends another client's session.
   */
  async refresh(options: CallOptions = {}): Promise<VersionInfo> {
    const { session, link } = this.#connected;
    link.grantAgain();
    this.#info = await session.readVersion(options);
    await session.currentEndpoints(options);
    return this.#info;
  }

  /** Closes the link if the session opened it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connected.session[Symbol.asyncDispose]();
  }
}
