import {
  type Bytes,
  foreignText,
  isProvisioningError,
  ProvisioningError,
  systemClock,
  untilAborted,
  type VersionInfo,
} from '@esp-prov/protocol';
import { requireWifiNetwork } from '../endpoints/wifi-config.ts';
import { failureCode } from '../provision/failure-code.ts';
import type { ProvisionStep } from '../provision/provision-step.ts';
import { Provisioner } from '../provisioner.ts';
import { requestVersion } from '../session/read-version.ts';
import { RenewableTransport } from '../session/renewable-transport.ts';
import { ExchangeQueue } from '../transport/exchange-queue.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import type { ProvisionSettings, TransportName } from './adapter-settings.ts';
import { deviceProof, type GivenSecrets } from './device-proof.ts';
import type { DeviceReach, Sighting } from './device-reach.ts';
import { labelNetworks, type NetworkLabels } from './network-labels.ts';
import type { RainmakerNetwork } from './sdk-types.ts';

/** What is known of a device before it is reached. */
export interface AdaptedDeviceOptions {
  /** Its name in the adapter. */
  readonly key: string;
  /** Its name on the air. */
  readonly name: string;
  readonly transport: TransportName;
  readonly reach: DeviceReach;
  readonly sighting?: Sighting | undefined;
  readonly softApPassword?: string | undefined;
  readonly secrets?: GivenSecrets | undefined;
}

/**
 * One device of the adapter: its link, its session and what was said of its secrets.
 *
 * What changes the link or the session, and what must not overlap on a device, runs one after the other. `disconnect`
 * waits for none of it: it aborts what runs over the link, and closes that.
 */
export class AdaptedDevice implements AsyncDisposable {
  readonly options: AdaptedDeviceOptions;
  /** As what a search has heard it last. */
  sighting: Sighting | undefined;
  readonly #settings: ProvisionSettings;
  readonly #changes = new ExchangeQueue();
  #secrets: GivenSecrets;
  /** Ends with the connection, and everything that uses it. */
  #life = new AbortController();
  #connecting: Promise<void> | undefined;
  #info: VersionInfo | undefined;
  /** A link over which the version was read, and no session opened yet. */
  #fresh: Transport | undefined;
  #provisioner: Provisioner | undefined;
  #opening: Promise<Provisioner> | undefined;
  #reopening: Promise<void> | undefined;
  #labels: NetworkLabels = new Map();
  #joinFailed = false;

  constructor(options: AdaptedDeviceOptions, settings: ProvisionSettings) {
    this.options = options;
    this.sighting = options.sighting;
    this.#settings = settings;
    this.#secrets = options.secrets ?? {};
  }

  get connected(): boolean {
    return this.#info !== undefined;
  }

  get inUse(): boolean {
    return this.connected || this.#connecting !== undefined;
  }

  /** What the device said of itself. @throws ProvisioningError `adapter/not-connected` */
  get info(): VersionInfo {
    if (!this.#info) throw new ProvisioningError('adapter/not-connected');
    return this.#info;
  }

  /** Takes another proof of possession for the next session; an empty one is none. */
  setProofOfPossession(proofOfPossession: string): void {
    this.#secrets = { ...this.#secrets, proofOfPossession };
  }

  /** Opens a link in the place of an earlier one, and reads the version. Calls that come meanwhile share it. */
  connect(): Promise<void> {
    if (this.#connecting) return this.#connecting;
    this.#endLife();
    const life = this.#life;
    const connecting = this.#changes
      .run(() => this.#openLink(life.signal), { signal: life.signal })
      .finally(() => {
        if (this.#connecting === connecting) this.#connecting = undefined;
      });
    this.#connecting = connecting;
    return connecting;
  }

  /** Opens a session in the place of an earlier one. */
  async initializeSession(): Promise<void> {
    await this.#change(async (signal) => {
      await this.#opening?.catch(() => undefined);
      await this.#closeSession();
      await this.#session(signal);
    });
  }

  async scan(): Promise<RainmakerNetwork[]> {
    return await this.#change(async (signal) => {
      const heard = await this.#inSession((provisioner) => provisioner.scan({ signal }), signal);
      const { networks, labels } = labelNetworks(heard);
      this.#labels = labels;
      return networks;
    });
  }

  async send(endpoint: string, request: Bytes): Promise<Bytes> {
    // Not in turn with the others: each is one exchange, and the session lets them out one by one.
    const { signal } = this.#living();
    return await this.#inSession((provisioner) => provisioner.send(endpoint, request, { signal }), signal);
  }

  /**
   * Hands over credentials and waits until the device has joined. After a failure it is made to take others first.
   *
   * @throws ProvisioningError with the code of the failure: the SDK for Neo takes a failure that is returned for success
   */
  async provision(label: string, passphrase: string): Promise<void> {
    const network = { ssid: this.#labels.get(label) ?? label, passphrase };
    requireWifiNetwork(network);
    await this.#change((signal) =>
      this.#inSession(async (provisioner) => {
        const again = this.#joinFailed;
        const steps = again
          ? provisioner.provisionAgain(network, { signal })
          : provisioner.provision(network, { signal });
        for await (const step of steps) this.#take(step);
      }, signal),
    );
  }

  /** Makes the device forget its credentials; false if it does not acknowledge that. */
  async resetWifi(): Promise<boolean> {
    return await this.#change(async (signal) => {
      const acknowledged = await this.#inSession((provisioner) => provisioner.resetIfPossible({ signal }), signal);
      this.#joinFailed = false;
      return acknowledged;
    });
  }

  /** Ends everything that runs, and closes the link; does so at any time, and never fails. */
  async disconnect(): Promise<void> {
    this.#endLife();
    await this.#changes.run(() => this.#closeLink());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  #take(step: ProvisionStep): void {
    const { onStep, log } = this.#settings;
    try {
      onStep?.(this.options.key, step);
    } catch (error) {
      // Whoever listens must not stop a device between its credentials and the order to use them.
      log?.('warn', 'client', `a listener to the steps of a provisioning has failed: ${foreignText(String(error))}`);
    }
    if (step.kind === 'connected') this.#joinFailed = false;
    if (step.kind !== 'failed') return;
    this.#joinFailed = true;
    throw new ProvisioningError(failureCode(step.reason));
  }

  #endLife(): void {
    this.#life.abort(new ProvisioningError('link/closed'));
    this.#life = new AbortController();
    this.#connecting = undefined;
    this.#info = undefined;
  }

  /** What runs over the connection that there is. */
  #living(): { readonly signal: AbortSignal } {
    if (!this.#info) throw new ProvisioningError('adapter/not-connected');
    return this.#life;
  }

  async #change<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#living();
    return await this.#changes.run(() => untilAborted(task(signal), signal), { signal });
  }

  async #openLink(signal: AbortSignal): Promise<void> {
    await this.#closeLink();
    const { clock = systemClock } = this.#settings;
    const link = await RenewableTransport.from((call) => this.#open(call), { clock, policy: {}, signal });
    try {
      const info = await requestVersion(link, { signal });
      signal.throwIfAborted();
      this.#fresh = link.transport;
      this.#info = info;
    } catch (error) {
      await close(link);
      throw error;
    }
  }

  /** Opens a link; one that comes about after the connection has ended is closed at once. */
  async #open({ signal }: CallOptions): Promise<Transport> {
    const { reach, name, softApPassword } = this.options;
    const opening = reach.open({ name, sighting: this.sighting, softApPassword }, { signal });
    try {
      return await untilAborted(opening, signal);
    } catch (error) {
      opening.then(close, () => undefined);
      throw error;
    }
  }

  /** Returns the session; whoever finds none opens it, and those that come meanwhile share it. */
  async #session(signal: AbortSignal): Promise<Provisioner> {
    if (this.#provisioner) return this.#provisioner;
    this.#opening ??= this.#openSession(signal).finally(() => {
      this.#opening = undefined;
    });
    return await this.#opening;
  }

  async #openSession(signal: AbortSignal): Promise<Provisioner> {
    const { allowUnproven, minimumPatchVersion, clock, log } = this.#settings;
    const open = async (call: CallOptions) => {
      const fresh = this.#fresh;
      this.#fresh = undefined;
      if (fresh && !fresh.lost?.aborted) return fresh;
      if (fresh) await close(fresh);
      return await this.#open(call);
    };
    const options = { allowUnproven, minimumPatchVersion, clock, log, signal };
    const proof = deviceProof(this.#secrets);
    const provisioner = await Provisioner.connect(open, { ...proof, ...options, info: this.info });
    if (signal.aborted) await close(provisioner);
    signal.throwIfAborted();
    this.#provisioner = provisioner;
    return provisioner;
  }

  /** Runs a task in the session; in a new one if an earlier request has broken it, as that shows before it is sent. */
  async #inSession<T>(task: (provisioner: Provisioner) => Promise<T>, signal: AbortSignal): Promise<T> {
    const provisioner = await this.#session(signal);
    try {
      return await task(provisioner);
    } catch (error) {
      if (!isProvisioningError(error, 'session/broken') || signal.aborted) throw error;
      this.#reopening ??= provisioner.reopen({ signal }).finally(() => {
        this.#reopening = undefined;
      });
      await this.#reopening;
      return await task(provisioner);
    }
  }

  async #closeSession(): Promise<void> {
    const provisioner = this.#provisioner;
    this.#provisioner = undefined;
    this.#labels = new Map();
    this.#joinFailed = false;
    if (provisioner) await close(provisioner);
  }

  async #closeLink(): Promise<void> {
    const fresh = this.#fresh;
    this.#fresh = undefined;
    if (fresh) await close(fresh);
    await this.#closeSession();
  }
}

/** Closes what nothing is expected of any more. */
async function close(link: AsyncDisposable): Promise<void> {
  await Promise.resolve(link[Symbol.asyncDispose]()).catch(() => undefined);
}
