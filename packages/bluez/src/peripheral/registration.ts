import type { Advertisement, LinkListener, LocalService } from '@esp-prov/device';
import { type Clock, type Log, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import { cleanUpTimeoutMs } from '../service/bluetoothd.ts';
import { bluezError } from '../service/bluez-error.ts';
import type { UsableAdapter } from '../service/bluez-host.ts';
import { bluezInterfaces } from '../service/bluez-names.ts';
import { disconnectDevice } from '../service/disconnect-device.ts';
import type { ObjectChange } from '../service/object-mirror.ts';
import { registerPairingAgent } from '../service/pairing-agent.ts';
import { AdapterSettings, type ChangedSettings } from './adapter-settings.ts';
import { Advertiser } from './advertiser.ts';
import { CentralLinks } from './central-links.ts';
import { GattApplication } from './gatt-application.ts';

/** What is offered, and the listener of its links. */
export interface RegistrationOptions {
  readonly service: LocalService;
  readonly listener: LinkListener;
  nextPeer(): number;
  /** Settings of the adapter that an earlier registration changed and could not put back. */
  readonly changedSettings: ChangedSettings;
  /** Whether centrals that want to pair are refused, where the service needs no pairing. */
  readonly refusesPairing: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Longest wait for the answers to requests that came before a change of the service. */
const settleMs = 2000;

/** The service on one adapter in one life of bluetoothd; when either ends it is of no use any more. */
export class Registration implements AsyncDisposable {
  readonly #usable: UsableAdapter;
  readonly #options: RegistrationOptions;
  #application: GattApplication;
  readonly #links: CentralLinks;
  readonly #advertiser: Advertiser;
  readonly #settings: AdapterSettings;
  readonly #ended = new AbortController();
  readonly #cleanUps: (() => Promise<void> | void)[] = [];
  #registered = false;

  private constructor(usable: UsableAdapter, options: RegistrationOptions) {
    const { bluetoothd, adapter } = usable;
    const { listener, nextPeer, log, clock, service } = options;
    this.#usable = usable;
    this.#options = options;
    this.#advertiser = new Advertiser(bluetoothd, adapter.path, log);
    this.#settings = new AdapterSettings(bluetoothd, adapter.path, { log, changed: options.changedSettings });
    this.#links = new CentralLinks({
      listener,
      nextPeer,
      log,
      onTaken: () => this.#advertiser.pause(true),
      onFree: () => this.#advertiser.pause(false),
      refuse: (path) => void disconnectDevice(bluetoothd, { path, clock, log }),
    });
    this.#application = this.#apply(service);
  }

  /** Registers the service. @throws ProvisioningError of the family `bluetooth` */
  static async open(usable: UsableAdapter, options: RegistrationOptions): Promise<Registration> {
    const registration = new Registration(usable, options);
    try {
      await registration.#register();
      return registration;
    } catch (error) {
      await registration[Symbol.asyncDispose]();
      throw bluezError(error, 'offer the service');
    }
  }

  /** Aborted when bluetoothd, the bus or the adapter is gone. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Offers another service in place of the one before. Links stay: bluetoothd tells centrals by Service Changed. Requests
   * under way are answered before, unless they take longer than seconds.
   *
   * @throws ProvisioningError of the family `bluetooth`; then the registration has ended
   */
  async change(service: LocalService): Promise<void> {
    const { clock } = this.#options;
    const before = this.#application;
    const next = this.#apply(service);
    try {
      const limits = { clock, ms: settleMs, reason: () => new ProvisioningError('link/timeout') };
      await withDeadline(limits, (signal) => untilAborted(before.settled(), signal)).catch(() => undefined);
      await this.#unregister();
      before.refuseWaiting();
      this.#application = next;
      await this.#registerApplication();
    } catch (error) {
      const failure = bluezError(error, 'change the service');
      this.#ended.abort(failure);
      throw failure;
    } finally {
      await (this.#application === before ? next : before)[Symbol.asyncDispose]();
    }
  }

  /** Advertises, and gives the adapter the advertised name. */
  async advertise(advertisement: Advertisement): Promise<void> {
    await this.#settings.rename(advertisement.name);
    await this.#advertiser.want(advertisement);
  }

  async stopAdvertising(): Promise<void> {
    await this.#advertiser.want(undefined);
  }

  /** Ends the link of a central; returns when it is down. */
  async disconnect(peer: number): Promise<void> {
    const path = this.#links.beginEnding(peer);
    if (path === undefined) return;
    this.#application.refuseWaiting();
    await disconnectDevice(this.#usable.bluetoothd, { path, clock: this.#options.clock, log: this.#options.log });
    this.#links.linkDown(path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#advertiser[Symbol.asyncDispose]();
    const { taken } = this.#links;
    if (taken === undefined) this.#application.refuseWaiting();
    else await this.disconnect(taken);
    await this.#unregister();
    await this.#application[Symbol.asyncDispose]();
    await this.#settings[Symbol.asyncDispose]();
    for (const cleanUp of this.#cleanUps.splice(0).reverse()) await cleanUp();
    this.#links.dropAll();
  }

  async #register(): Promise<void> {
    const { bluetoothd } = this.#usable;
    this.#cleanUps.push(bluetoothd.onChange((change) => this.#onChange(change)));
    const onGone = () => this.#ended.abort(bluetoothd.gone.reason);
    bluetoothd.gone.addEventListener('abort', onGone, { once: true });
    this.#cleanUps.push(() => bluetoothd.gone.removeEventListener('abort', onGone));
    if (this.#options.service.characteristics.some(({ encrypted }) => encrypted)) await this.#preparePairing();
    else if (this.#options.refusesPairing) await this.#refusePairing();
    await this.#registerApplication();
  }

  #apply(service: LocalService): GattApplication {
    return new GattApplication(this.#usable.bluetoothd.bus, service, {
      log: this.#options.log,
      enter: (devicePath, action) => this.#links.enter(devicePath ?? '', action),
    });
  }

  async #registerApplication(): Promise<void> {
    const { bluetoothd, adapter } = this.#usable;
    const target = { path: adapter.path, interface: bluezInterfaces.gattManager };
    const body = [this.#application.path, {}];
    await bluetoothd.call({ ...target, member: 'RegisterApplication', signature: 'oa{sv}', body });
    this.#registered = true;
    bluetoothd.gone.throwIfAborted();
  }

  async #unregister(): Promise<void> {
    const { bluetoothd, adapter } = this.#usable;
    if (!this.#registered || bluetoothd.gone.aborted) return;
    this.#registered = false;
    const target = { path: adapter.path, interface: bluezInterfaces.gattManager };
    const body = [this.#application.path];
    await bluetoothd
      .call({ ...target, member: 'UnregisterApplication', signature: 'o', body, timeoutMs: cleanUpTimeoutMs })
      .catch((error) => this.#options.log('debug', 'bluez', `the service was not there any more: ${String(error)}`));
  }

  /** Registers an agent: without one, bluetoothd refuses every central that wants to pair. */
  async #preparePairing(): Promise<void> {
    const { bluetoothd, adapter } = this.#usable;
    const allows = (path: string) => path.startsWith(`${adapter.path}/`);
    this.#cleanUps.push(await registerPairingAgent(bluetoothd, { allows, forAll: true, log: this.#options.log }));
    await this.#settings.allowPairing();
  }

  /** Registers an agent that refuses everybody: it ends with this connection, as no setting of the adapter would. */
  async #refusePairing(): Promise<void> {
    const { log } = this.#options;
    try {
      const agent = registerPairingAgent(this.#usable.bluetoothd, { allows: () => false, forAll: true, log });
      this.#cleanUps.push(await agent);
    } catch (error) {
      log('warn', 'bluez', `who wants to pair is not refused: ${String(error)}`);
    }
  }

  /**
   * Whether a device that connects counts as a central. One that is paired may be a headset or keyboard that came back:
   * it counts from its first access on, as one that was connected before does.
   */
  #mayBeCentral(path: string): boolean {
    const device = this.#usable.bluetoothd.get(path, bluezInterfaces.device);
    return this.#advertiser.active && device?.['Paired'] !== true;
  }

  #onChange({ path, interface: name, changed }: ObjectChange): void {
    const { adapter } = this.#usable;
    if (name === bluezInterfaces.device && path.startsWith(`${adapter.path}/`)) {
      const connected = changed === undefined ? false : changed['Connected'];
      if (connected === true && this.#mayBeCentral(path)) this.#links.linkUp(path);
      if (connected === false) this.#links.linkDown(path);
    }
    if (name === bluezInterfaces.adapter && path === adapter.path) {
      if (changed === undefined) this.#ended.abort(new ProvisioningError('bluetooth/no-adapter'));
      // Switching off takes advertisements away without a word.
      else if (changed['Powered'] === true) this.#advertiser.renew();
    }
  }
}
