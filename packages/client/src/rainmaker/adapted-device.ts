import { foreignText, ProvisioningError, type VersionInfo } from '@esp-prov/protocol';
import { failureCode } from '../provision/failure-code.ts';
import type { ProvisionStep } from '../provision/provision-step.ts';
import type { ProvisionSettings, TransportName } from './adapter-settings.ts';
import { DeviceConnection } from './device-connection.ts';
import type { GivenSecrets } from './device-proof.ts';
import type { DeviceReach, Sighting } from './device-reach.ts';

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

/** One device of the adapter: how it is reached, what is known of its secrets, and its connection. */
export class AdaptedDevice {
  readonly options: AdaptedDeviceOptions;
  /** How a search has heard it last. */
  sighting: Sighting | undefined;
  readonly #settings: ProvisionSettings;
  #secrets: GivenSecrets;
  #connection: DeviceConnection | undefined;
  #connecting: Promise<void> | undefined;
  /** Settles when all earlier connections have ended. */
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: AdaptedDeviceOptions, settings: ProvisionSettings) {
    this.options = options;
    this.sighting = options.sighting;
    this.#settings = settings;
    this.#secrets = options.secrets ?? {};
  }

  get connected(): boolean {
    return this.#connection?.info !== undefined;
  }

  /** Whether it is connected, or is about to be. */
  get inUse(): boolean {
    return this.connected || this.#connecting !== undefined;
  }

  /** What the device says about itself. @throws ProvisioningError `adapter/not-connected` */
  get info(): VersionInfo {
    return this.#live().info;
  }

  /** The connection, for requests. @throws ProvisioningError `adapter/not-connected` */
  get connection(): DeviceConnection {
    return this.#live().connection;
  }

  /** Takes another proof of possession for the next session; an empty one is none. */
  setProofOfPossession(proofOfPossession: string): void {
    this.#secrets = { ...this.#secrets, proofOfPossession };
  }

  /** Connects in the place of an earlier connection, and reads the version. Calls that come meanwhile share it. */
  connect(): Promise<void> {
    if (this.#connecting) return this.#connecting;
    this.#leave();
    const { reach, name, softApPassword } = this.options;
    const connection = new DeviceConnection({
      open: (call) => reach.open({ name, sighting: this.sighting, softApPassword }, call),
      secrets: () => this.#secrets,
      settings: this.#settings,
    });
    this.#connection = connection;
    const connecting = connection.begin(this.#ended).finally(() => {
      if (this.#connecting === connecting) this.#connecting = undefined;
    });
    this.#connecting = connecting;
    return connecting;
  }

  /**
   * Hands over credentials and waits until the device has joined.
   *
   * @throws ProvisioningError with the code of the failure: the SDK for Neo takes a failure that is returned for success
   */
  async provision(label: string, passphrase: string): Promise<void> {
    await this.connection.provision(label, passphrase, (step) => {
      this.#report(step);
      if (step.kind === 'failed') throw new ProvisioningError(failureCode(step.reason));
    });
  }

  /** Ends everything that runs, and closes the link; does so at any time, and never fails. */
  async disconnect(): Promise<void> {
    this.#leave();
    await this.#ended;
  }

  #live(): { readonly connection: DeviceConnection; readonly info: VersionInfo } {
    const connection = this.#connection;
    if (connection?.info) return { connection, info: connection.info };
    throw new ProvisioningError('adapter/not-connected');
  }

  #leave(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#connecting = undefined;
    if (connection) this.#ended = Promise.all([this.#ended, connection.end()]);
  }

  #report(step: ProvisionStep): void {
    const { onStep, log } = this.#settings;
    try {
      onStep?.(this.options.key, step);
    } catch (error) {
      // A listener that fails must not stop a device between its credentials and the order to use them.
      log?.('warn', 'client', `a listener to the steps of a provisioning failed: ${foreignText(String(error))}`);
    }
  }
}
