import {
  type Bytes,
  isProvisioningError,
  ProvisioningError,
  systemClock,
  untilAborted,
  type VersionInfo,
} from '@esp-prov/protocol';
import { requireWifiNetwork } from '../endpoints/wifi-config.ts';
import type { ProvisionStep } from '../provision/provision-step.ts';
import { Provisioner } from '../provisioner.ts';
import { requestVersion } from '../session/read-version.ts';
import { type OpenTransport, RenewableTransport } from '../session/renewable-transport.ts';
import { ExchangeQueue } from '../transport/exchange-queue.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import type { AdapterSettings } from './adapter-settings.ts';
import { closeQuietly } from './close-quietly.ts';
import { deviceProof, type GivenSecrets } from './device-proof.ts';
import { labelNetworks, type NetworkLabels } from './network-labels.ts';
import { openUntilAborted } from './open-until-aborted.ts';
import type { RainmakerNetwork } from './sdk-types.ts';

/** What a connection to a device works with. */
export interface ConnectionParts {
  /** Opens a link; each call connects anew. */
  readonly open: OpenTransport;
  /** Returns what is known of the secrets when a session is opened. */
  secrets(): GivenSecrets;
  readonly settings: AdapterSettings;
}

/**
 * One connection to a device: its link, its session, and what they leave behind for the next request.
 *
 * What changes the session, and what must not overlap on a device, runs one after the other. `end` waits for none of it:
 * it aborts what runs, and closes the link.
 */
export class DeviceConnection {
  readonly #parts: ConnectionParts;
  readonly #life = new AbortController();
  readonly #tasks = new ExchangeQueue();
  #info: VersionInfo | undefined;
  /** A link over which the version was read, and no session opened yet. */
  #fresh: Transport | undefined;
  #provisioner: Provisioner | undefined;
  #opening: Promise<Provisioner> | undefined;
  #reopening: Promise<void> | undefined;
  #labels: NetworkLabels = new Map();
  #joinFailed = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /** What the device says about itself; undefined until it was read. */
  get info(): VersionInfo | undefined {
    return this.#info;
  }

  /** Opens the link once an earlier one has ended, and reads the version. */
  async begin(before: Promise<unknown>): Promise<void> {
    const { signal } = this.#life;
    const { clock = systemClock } = this.#parts.settings;
    const begin = async () => {
      await before;
      const link = await RenewableTransport.from((call) => this.#open(call), { clock, policy: {}, signal });
      try {
        const info = await requestVersion(link, { signal });
        signal.throwIfAborted();
        this.#fresh = link.transport;
        this.#info = info;
      } catch (error) {
        await closeQuietly(link);
        throw error;
      }
    };
    await this.#tasks.run(begin, { signal });
  }

  /** Aborts what runs and closes the link. */
  async end(): Promise<void> {
    this.#life.abort(new ProvisioningError('link/closed'));
    await this.#tasks.run(async () => {
      const fresh = this.#fresh;
      this.#fresh = undefined;
      if (fresh) await closeQuietly(fresh);
      await this.#closeSession();
    });
  }

  /** Opens a session in the place of an earlier one. */
  async initializeSession(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#opening?.catch(() => undefined);
      await this.#closeSession();
      await this.#session();
    });
  }

  async scan(): Promise<RainmakerNetwork[]> {
    return await this.#inTurn(async (call) => {
      const { networks, labels } = labelNetworks(await this.#inSession((provisioner) => provisioner.scan(call)));
      this.#labels = labels;
      return networks;
    });
  }

  /** Sends a request; not in turn with other tasks, as the session itself sends requests one by one. */
  async send(endpoint: string, request: Bytes): Promise<Bytes> {
    const { signal } = this.#life;
    return await this.#inSession((provisioner) => provisioner.send(endpoint, request, { signal }));
  }

  /** Runs a provisioning to its last step; after one that failed, the device is reset first if it needs that. */
  async provision(label: string, passphrase: string, take: (step: ProvisionStep) => void): Promise<void> {
    const network = { ssid: this.#labels.get(label) ?? label, passphrase };
    requireWifiNetwork(network);
    await this.#inTurn((call) =>
      this.#inSession(async (provisioner) => {
        const again = this.#joinFailed;
        const steps = again ? provisioner.provisionAgain(network, call) : provisioner.provision(network, call);
        for await (const step of steps) {
          this.#joinFailed = step.kind === 'failed';
          take(step);
        }
      }),
    );
  }

  /** Makes the device forget its credentials; false if it does not acknowledge that. */
  async resetWifi(): Promise<boolean> {
    return await this.#inTurn(async (call) => {
      const acknowledged = await this.#inSession((provisioner) => provisioner.resetIfPossible(call));
      this.#joinFailed = false;
      return acknowledged;
    });
  }

  async #inTurn<T>(task: (call: CallOptions) => Promise<T>): Promise<T> {
    const { signal } = this.#life;
    return await this.#tasks.run(() => untilAborted(task({ signal }), signal), { signal });
  }

  async #open({ signal }: CallOptions): Promise<Transport> {
    return await openUntilAborted(this.#parts.open({ signal }), signal);
  }

  /** Returns the session; the first caller opens it, and those that come meanwhile share it. */
  async #session(): Promise<Provisioner> {
    if (this.#provisioner) return this.#provisioner;
    this.#opening ??= this.#openSession().finally(() => {
      this.#opening = undefined;
    });
    return await this.#opening;
  }

  async #openSession(): Promise<Provisioner> {
    const { signal } = this.#life;
    const { allowUnproven, minimumPatchVersion, clock, log } = this.#parts.settings;
    const options = { allowUnproven, minimumPatchVersion, clock, log, signal, info: this.#info };
    const proof = deviceProof(this.#parts.secrets());
    const provisioner = await Provisioner.connect((call) => this.#takeLink(call), { ...proof, ...options });
    if (signal.aborted) await closeQuietly(provisioner);
    signal.throwIfAborted();
    this.#provisioner = provisioner;
    return provisioner;
  }

  /** Returns the link over which the version was read, once; else a new one. */
  async #takeLink(call: CallOptions): Promise<Transport> {
    const fresh = this.#fresh;
    this.#fresh = undefined;
    if (fresh && !fresh.lost?.aborted) return fresh;
    if (fresh) await closeQuietly(fresh);
    return await this.#open(call);
  }

  /** Runs a task in the session. If an earlier request has broken it, which shows before anything is sent, in a new one. */
  async #inSession<T>(task: (provisioner: Provisioner) => Promise<T>): Promise<T> {
    const { signal } = this.#life;
    const provisioner = await this.#session();
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
    if (provisioner) await closeQuietly(provisioner);
  }
}
