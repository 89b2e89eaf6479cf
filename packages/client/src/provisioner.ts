import {
  type Bytes,
  type Clock,
  capabilities,
  ProvisioningError,
  type SecretReading,
  type SecurityVersion,
  type VersionInfo,
} from '@esp-prov/protocol';
import type { NetworkKind } from './endpoints/control.ts';
import {
  decodeApplyThreadConfig,
  decodeSetThreadConfig,
  decodeThreadStatus,
  encodeApplyThreadConfig,
  encodeGetThreadStatus,
  encodeSetThreadConfig,
  type ThreadStatus,
} from './endpoints/thread-config.ts';
import { type ThreadNetwork, type ThreadScanOptions, threadScanRequests } from './endpoints/thread-scan.ts';
import {
  decodeApplyConfig,
  decodeSetConfig,
  decodeStatus,
  encodeApplyConfig,
  encodeGetStatus,
  encodeSetConfig,
  type WifiNetwork,
  type WifiStatus,
} from './endpoints/wifi-config.ts';
import { type AccessPoint, type ScanOptions, wifiScanRequests } from './endpoints/wifi-scan.ts';
import { awaitThread } from './provision/await-thread.ts';
import { awaitWifi } from './provision/await-wifi.ts';
import { ConfigRequests } from './provision/config-requests.ts';
import { type JoinEvidence, type JoinFacts, joinEvidence } from './provision/join-evidence.ts';
import type { JoinFailure } from './provision/join-findings.ts';
import type { ProvisionStep, ThreadProvisionStep } from './provision/provision-step.ts';
import { threadWatchCodes, type WaitOptions, wifiWatchCodes } from './provision/watch-status.ts';
import { watchedSession } from './provision/watched-session.ts';
import type { ConnectOptions } from './session/connect-options.ts';
import { connectSession } from './session/connect-session.ts';
import type { RenewableSession } from './session/renewable-session.ts';
import type { OpenTransport } from './session/renewable-transport.ts';
import type { RequestOptions } from './session/session.ts';
import type { CallOptions, Transport } from './transport/transport.ts';

/** How a device is made to reset or to take new credentials. */
export interface ControlOptions extends CallOptions {
  /** Kind of network that the device joins; default Wi-Fi. */
  readonly network?: NetworkKind | undefined;
}

/**
 * A device under provisioning: a secure session and the requests that a client makes in it.
 *
 * @example
 * const transport = httpTransport('192.168.4.1');
 * const provisioner = await Provisioner.connect(transport, { pop: 'abcd1234' });
 * for await (const step of provisioner.provision({ ssid: 'myssid', passphrase })) console.log(step.kind);
 * await transport[Symbol.asyncDispose]();
 */
export class Provisioner implements AsyncDisposable {
  /** What the device said of itself. */
  readonly info: VersionInfo;
  /** The scheme in use. */
  readonly securityVersion: SecurityVersion;
  readonly #session: RenewableSession;
  readonly #requests: ConfigRequests;
  readonly #watched: ReturnType<typeof watchedSession>;
  /** What is known of the network, in case that the device cannot join it. */
  #facts: Omit<JoinFacts, 'reason'> = {};

  private constructor(info: VersionInfo, securityVersion: SecurityVersion, session: RenewableSession, clock: Clock) {
    this.info = info;
    this.securityVersion = securityVersion;
    this.#session = session;
    this.#requests = new ConfigRequests(session, { info, clock });
    this.#watched = watchedSession(session, { info, clock });
  }

  /**
   * Requests the version of the device, chooses its security scheme and opens a session.
   *
   * @param source - a transport, which stays yours, or the way to open one: then a link that is lost before credentials
   *   go out is opened again, and what was opened is closed with the provisioner
   */
  static async connect(source: Transport | OpenTransport, options: ConnectOptions = {}): Promise<Provisioner> {
    const { info, securityVersion, session, clock } = await connectSession(source, options);
    return new Provisioner(info, securityVersion, session, clock);
  }

  /** How the device reads the secret, where that is not the rule: then its verifier should be replaced. */
  get secretReading(): SecretReading | undefined {
    return this.#session.reading;
  }

  /**
   * Passes for a device that takes credentials. The other methods that hand something over see to it by themselves,
   * before anything of it is sent.
   *
   * @throws ProvisioningError `device/session-only` if the device is set up already and offers a session only; use
   *   `DeviceSession` for its endpoints
   */
  async requireProvisioning(options: CallOptions = {}): Promise<void> {
    await this.#requests.requireProvisioning(options);
  }

  /**
   * Returns the networks that the device hears.
   *
   * @throws ProvisioningError `device/session-only`; `device/scan-endless`, without a request, once credentials were
   *   applied, until the device was reset or told to take others
   */
  async scan(options: ScanOptions = {}): Promise<AccessPoint[]> {
    if (this.#requests.isDoubtful) await this.requireProvisioning(options);
    if (!this.info.capabilities.includes(capabilities.wifiScan)) {
      throw new ProvisioningError('version/feature-missing', 'the device does not offer to scan for networks', {
        details: { capability: capabilities.wifiScan },
      });
    }
    const scan = await this.#requests.scan(options, (session, call) =>
      wifiScanRequests(session, { ...options, ...call }),
    );
    this.#facts = { ...this.#facts, scan };
    return scan;
  }

  /** Returns the Thread networks that the device hears; for devices with the capability `thread_scan`. */
  async scanThread(options: ThreadScanOptions = {}): Promise<ThreadNetwork[]> {
    return await this.#requests.scan(options, (session, call) => threadScanRequests(session, { ...options, ...call }));
  }

  /** Hands over credentials; the device keeps them in memory until `applyWifi`. */
  async setWifi(network: WifiNetwork, options: CallOptions = {}): Promise<void> {
    const request = encodeSetConfig(network);
    if (this.#requests.isDoubtful) await this.requireProvisioning(options);
    await this.#handOverWifi(network, request, options);
  }

  /** Makes the device store the credentials and join. From here on they are in its flash, right or wrong. */
  async applyWifi(options: CallOptions = {}): Promise<void> {
    await this.#requests.apply({ request: encodeApplyConfig(), decode: decodeApplyConfig }, options);
  }

  /**
   * Returns the state of the device's station. After `connected` the device usually ends its service within a second.
   */
  async wifiStatus(options: CallOptions = {}): Promise<WifiStatus> {
    const status = await this.#requests.status({ request: encodeGetStatus(), decode: decodeStatus }, options);
    if (status.state === 'connecting' && status.attemptsRemaining !== undefined) {
      const most = Math.max(status.attemptsRemaining, (this.#facts.attempts ?? 0) - 1);
      this.#facts = { ...this.#facts, attempts: most + 1 };
    }
    return status;
  }

  /**
   * Returns what is known of a join that failed: what the device reported, how often it tried, and what its last scan in
   * this session says about the network. The step `failed` has it already.
   */
  joinEvidence(reason: JoinFailure): JoinEvidence {
    return joinEvidence({ ...this.#facts, reason });
  }

  /**
   * Sends credentials, applies them and watches the device join. A wrong password or a missing network is the step
   * `failed`, not an error.
   *
   * @throws ProvisioningError `device/session-only` before anything is sent; `wifi/outcome-unknown` when the link is lost
   *   after the credentials went out and does not come back; `wifi/join-timeout` when the device is still connecting
   *   after `timeoutMs`
   */
  async *provision(network: WifiNetwork, options: WaitOptions = {}): AsyncGenerator<ProvisionStep, void, undefined> {
    const request = encodeSetConfig(network);
    await this.requireProvisioning(options);
    yield { kind: 'sending-credentials' };
    await this.#handOverWifi(network, request, options);
    yield { kind: 'credentials-sent' };
    yield { kind: 'applying' };
    await this.#requests.applyOnce(() => this.applyWifi(options), wifiWatchCodes, options);
    yield { kind: 'applied' };
    yield* this.awaitJoin(options);
  }

  /**
   * Goes on after the step `failed`: makes the device forget the credentials and provisions it with others, in this
   * session. A device that will not or cannot be reset (without `prov-ctrl`, before ESP-IDF v5.1) gets the others all
   * the same, as many applications reset by themselves; one that has not done so refuses to apply them.
   *
   * @param network - the network, or a function that names it once the device takes credentials again, and so can scan
   * @throws ProvisioningError `device/apply-refused` from a device that has not reset
   */
  async *provisionAgain(
    network: WifiNetwork | (() => Promise<WifiNetwork>),
    options: WaitOptions = {},
  ): AsyncGenerator<ProvisionStep, void, undefined> {
    yield { kind: 'resetting' };
    await this.#requests.resetIfPossible('wifi', options);
    yield* this.provision(typeof network === 'function' ? await network() : network, options);
  }

  /** Watches a device join that was given credentials before, by this program or another one. */
  async *awaitJoin(options: WaitOptions = {}): AsyncGenerator<ProvisionStep, void, undefined> {
    const evidence = (reason: JoinFailure) => this.joinEvidence(reason);
    yield* awaitWifi({ ...this.#watched, poll: (signal) => this.wifiStatus({ signal }), evidence }, options);
  }

  /** Makes the device forget its credentials after a failure, so that it takes others. */
  async reset(options: ControlOptions = {}): Promise<void> {
    this.#watched.device.joined = undefined;
    await this.#requests.control(options.network ?? 'wifi', 'reset', options);
  }

  /**
   * Makes the device forget its credentials after a failure if it has to be told so; false if it refuses, as one that has
   * reset by itself does, or if it has no such request (before ESP-IDF v5.1).
   */
  async resetIfPossible(options: ControlOptions = {}): Promise<boolean> {
    return await this.#requests.resetIfPossible(options.network ?? 'wifi', options);
  }

  /** Makes a device that is connected take other credentials; only for services that do not stop by themselves. */
  async reprovision(options: ControlOptions = {}): Promise<void> {
    this.#watched.device.joined = undefined;
    await this.#requests.control(options.network ?? 'wifi', 'reprovision', options);
  }

  /** Hands over a Thread operational dataset; the device keeps it in memory until `applyThread`. */
  async setThread(dataset: Uint8Array, options: CallOptions = {}): Promise<void> {
    const request = encodeSetThreadConfig(dataset);
    if (this.#requests.isDoubtful) await this.requireProvisioning(options);
    this.#watched.device.joined = undefined;
    await this.#requests.set({ request, decode: decodeSetThreadConfig }, options);
  }

  /** Makes the device store the dataset and attach. */
  async applyThread(options: CallOptions = {}): Promise<void> {
    await this.#requests.apply({ request: encodeApplyThreadConfig(), decode: decodeApplyThreadConfig }, options);
  }

  /**
   * Sends a Thread operational dataset, applies it and watches the device attach. A missing network is the step
   * `failed`, not an error.
   *
   * @throws ProvisioningError `thread/outcome-unknown` and `thread/attach-timeout`, as {@link Provisioner.provision} has for Wi-Fi
   */
  async *provisionThread(
    dataset: Uint8Array,
    options: WaitOptions = {},
  ): AsyncGenerator<ThreadProvisionStep, void, undefined> {
    await this.requireProvisioning(options);
    yield { kind: 'sending-dataset' };
    await this.setThread(dataset, options);
    await this.#requests.applyOnce(() => this.applyThread(options), threadWatchCodes, options);
    yield { kind: 'applied' };
    yield* awaitThread({ ...this.#watched, poll: (signal) => this.threadStatus({ signal }) }, options);
  }

  /** Returns the state of the device's Thread radio. */
  async threadStatus(options: CallOptions = {}): Promise<ThreadStatus> {
    return await this.#requests.status({ request: encodeGetThreadStatus(), decode: decodeThreadStatus }, options);
  }

  /**
   * Sends a sealed request to any endpoint, built in or custom, and returns its plain answer.
   *
   * @throws ProvisioningError `session/tampered`, without `allowEcho`, when a device of security 2 at patch level 0
   *   answers what it was sent
   */
  send(endpoint: string, request: Uint8Array, options: RequestOptions = {}): Promise<Bytes> {
    return this.#session.request('alone', endpoint, request, options);
  }

  /**
   * Sends credentials to a device that takes them, and keeps what evidence needs of the network, which is not its
   * password. Nothing of an earlier join counts from here on.
   */
  async #handOverWifi(network: WifiNetwork, request: Bytes, options: CallOptions): Promise<void> {
    const { ssid, passphrase = '' } = network;
    this.#facts = { scan: this.#facts.scan, ssid, hasPassphrase: passphrase.length > 0 };
    this.#watched.device.joined = undefined;
    await this.#requests.set({ request, decode: decodeSetConfig }, options);
  }

  /** Replaces a broken session by a new one with new keys, over the same transport unless that is lost. */
  async reopen(options: CallOptions = {}): Promise<void> {
    await this.#session.reopen(options);
  }

  /** Closes the link where `connect` opened it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}
