import {
  type Bytes,
  type ClientSecurity,
  type Clock,
  capabilities,
  endpointNames,
  isProvisioningError,
  type Log,
  ProvisioningError,
  type SecurityVersion,
  silentLog,
  systemClock,
  type VersionInfo,
} from '@esp-prov/protocol';
import { awaitConnection, type WaitOptions } from './await-connection.ts';
import { type Credentials, chooseSecurity, readVersion, requireVersion } from './negotiate.ts';
import type { ProvisionStep } from './provision-step.ts';
import { Session } from './session.ts';
import type { CallOptions, Transport } from './transport.ts';
import {
  decodeApplyConfig,
  decodeSetConfig,
  decodeStatus,
  encodeApplyConfig,
  encodeGetStatus,
  encodeSetConfig,
  type WifiNetwork,
  type WifiStatus,
} from './wifi-config.ts';
import { type AccessPoint, type ScanOptions, scanWifi } from './wifi-scan.ts';

/** How to connect to a device. */
export interface ConnectOptions extends Credentials, CallOptions {
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** What `readVersion` returned, when it was already asked. */
  readonly info?: VersionInfo | undefined;
}

/**
 * A device under provisioning: a secure session and the requests that a client makes in it.
 *
 * @example
 * await using transport = httpTransport('192.168.4.1');
 * const provisioner = await Provisioner.connect(transport, { pop: 'abcd1234' });
 * for await (const step of provisioner.provision({ ssid: 'myssid', passphrase })) console.log(step.kind);
 */
export class Provisioner {
  /** What the device said of itself. */
  readonly info: VersionInfo;
  readonly #transport: Transport;
  readonly #security: ClientSecurity;
  readonly #clock: Clock;
  #session: Session;

  private constructor(parts: {
    info: VersionInfo;
    transport: Transport;
    security: ClientSecurity;
    clock: Clock;
    session: Session;
  }) {
    this.info = parts.info;
    this.#transport = parts.transport;
    this.#security = parts.security;
    this.#clock = parts.clock;
    this.#session = parts.session;
  }

  /** Asks the device for its version, chooses its security scheme and opens a session. The transport stays yours. */
  static async connect(transport: Transport, options: ConnectOptions = {}): Promise<Provisioner> {
    const { signal, clock = systemClock, log = silentLog } = options;
    const info = options.info ?? (await readVersion(transport, { signal }));
    requireVersion(info, options.protocolVersion);
    const security = await chooseSecurity(info, options);
    warnAboutNonce(log, info, security);
    const session = await Session.open(transport, security, { signal });
    return new Provisioner({ info, transport, security, clock, session });
  }

  /** The scheme in use. */
  get securityVersion(): SecurityVersion {
    return this.#security.version;
  }

  /** Networks that the device hears. Not possible any more once credentials were applied. */
  async scan(options: ScanOptions = {}): Promise<AccessPoint[]> {
    if (!this.info.capabilities.includes(capabilities.wifiScan)) {
      throw new ProvisioningError('version/feature-missing', 'the device does not offer to scan for networks', {
        details: { capability: capabilities.wifiScan },
      });
    }
    return await scanWifi(this.#session, this.#transport.kind, this.#clock, options);
  }

  /** Hands over credentials; the device keeps them in memory until `applyWifi`. */
  async setWifi(network: WifiNetwork, options: CallOptions = {}): Promise<void> {
    decodeSetConfig(await this.send(endpointNames.config, encodeSetConfig(network), options));
  }

  /** Makes the device store the credentials and join. From here on they are in its flash, right or wrong. */
  async applyWifi(options: CallOptions = {}): Promise<void> {
    decodeApplyConfig(await this.send(endpointNames.config, encodeApplyConfig(), options));
  }

  /** The state of the device's station. After `connected` the device usually ends its service within a second. */
  async wifiStatus(options: CallOptions = {}): Promise<WifiStatus> {
    return decodeStatus(await this.send(endpointNames.config, encodeGetStatus(), options));
  }

  /**
   * Sends credentials, applies them and watches the device join. A wrong password or a missing network is the step
   * `failed`, not an error.
   *
   * @throws ProvisioningError `wifi/outcome-unknown` when the link is lost after the credentials went out and does not
   *   come back, `wifi/join-timeout` when the device is still connecting after `timeoutMs`
   */
  async *provision(network: WifiNetwork, options: WaitOptions = {}): AsyncGenerator<ProvisionStep, void, undefined> {
    const request = encodeSetConfig(network);
    yield { kind: 'sending-credentials' };
    decodeSetConfig(await this.send(endpointNames.config, request, options));
    yield { kind: 'credentials-sent' };
    yield { kind: 'applying' };
    await this.#applyOnce(options);
    yield { kind: 'applied' };
    yield* awaitConnection(
      { clock: this.#clock, poll: () => this.wifiStatus(options), reopen: () => this.reopen(options) },
      options,
    );
  }

  /** A sealed request to any endpoint, built in or custom, and its plain answer. */
  send(endpoint: string, request: Uint8Array, options: CallOptions = {}): Promise<Bytes> {
    return this.#session.request(endpoint, request, options);
  }

  /** Replaces a broken session by a new one with new keys, over the same transport. */
  async reopen(options: CallOptions = {}): Promise<void> {
    this.#session = await Session.open(this.#transport, this.#security, options);
  }

  /** An Apply whose answer is lost may have been carried out, so it is never repeated. */
  async #applyOnce(options: CallOptions): Promise<void> {
    try {
      await this.applyWifi(options);
    } catch (cause) {
      if (options.signal?.aborted || !isLinkFailure(cause)) throw cause;
      throw new ProvisioningError('wifi/outcome-unknown', undefined, { cause });
    }
  }
}

/** Devices of patch level 0 seal every message with one IV, so whoever listens can undo the encryption. */
function warnAboutNonce(log: Log, info: VersionInfo, security: ClientSecurity): void {
  if (security.version !== 2 || !info.managed || (info.securityPatchVersion ?? 0) > 0) return;
  log('warn', 'client', 'the firmware reuses one nonce for all messages of a session; it should be updated');
}

function isLinkFailure(error: unknown): boolean {
  return isProvisioningError(error) && error.code.startsWith('link/');
}
