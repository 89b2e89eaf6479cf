import {
  builtInEndpoints,
  type Clock,
  type ComponentVersion,
  firstCustomSlot,
  foreignText,
  type Log,
  ProvisioningError,
  silentLog,
  systemClock,
} from '@esp-prov/protocol';
import type { Endpoint } from '../endpoint.ts';
import type { SecurityEvent } from '../protocomm/protocomm.ts';
import { loadCredentials } from '../wifi/wifi-credentials.ts';
import type { WifiCredentials } from '../wifi/wifi-driver.ts';
import { type FirmwareLog, firmwareLog, ownTag } from '../words/firmware-log.ts';
import { credentialLines } from './credential-lines.ts';
import type { ManagerEvent } from './manager-event.ts';
import type { ManagerWaitOptions, ProvisioningManagerOptions, StartOptions } from './manager-options.ts';
import { ManagerRunner } from './manager-runner.ts';
import { defaultManagerSettings, type ManagerSettings } from './manager-settings.ts';
import type { ManagerPhase } from './manager-state.ts';
import { ProvisioningService } from './provisioning-service.ts';

/**
 * Offers provisioning over a transport: takes credentials from a client, stores them, joins the network and ends the
 * service when the client knows that it worked. It is initialized when it is made.
 */
export class ProvisioningManager {
  readonly #options: Pick<ProvisioningManagerOptions, 'store'> & { clock: Clock; log: Log };
  readonly #lines: FirmwareLog;
  /** The runner reads the same object, so that what is changed before `start` counts. */
  readonly #settings: ManagerSettings & { autoStop: boolean; cleanupDelayMs: number };
  readonly #runner: ManagerRunner;
  readonly #service: ProvisioningService;
  readonly #applications: [label: string, info: ComponentVersion][] = [];
  readonly #custom = new Map<string, { readonly slot: number; handler: Endpoint | undefined }>();
  readonly #securityListeners = new Set<(event: SecurityEvent) => void>();
  #start: StartOptions | undefined;

  /** @throws TypeError for `keepOnAfterStop` with a transport that cannot stay on */
  constructor(options: ProvisioningManagerOptions) {
    const { settings, clock = systemClock, log = silentLog, onSchemeEvent, onEvent, cleanupWait, ...rest } = options;
    this.#options = { store: rest.store, clock, log };
    this.#lines = firmwareLog({ log, words: rest.words, secrets: rest.logsSecrets });
    this.#settings = { ...defaultManagerSettings, ...settings };
    if (this.#settings.keepOnAfterStop && !rest.transport.endService) {
      throw new TypeError('keepOnAfterStop needs a transport that has endService');
    }
    this.#service = new ProvisioningService({
      ...rest,
      clock,
      log,
      lines: this.#lines,
      settings: this.#settings,
      runner: () => this.#runner,
      applications: this.#applications,
      custom: this.#custom,
      onSecurityEvent: (event) => this.#tellSecurity(event),
    });
    this.#runner = new ManagerRunner(
      {
        wifi: rest.wifi,
        store: rest.store,
        clock,
        log,
        lines: this.#lines,
        onSchemeEvent,
        onEvent,
        cleanupWait,
        startService: () => this.#service.open(this.#start as StartOptions),
        stopService: () => this.#closeService(),
        offerProvisioning: (offered) => this.#service.offerProvisioning(offered),
        advertise: (on) => this.#service.advertise(on),
      },
      this.#settings,
    );
  }

  /** Whether an earlier provisioning stored credentials, right or wrong; at log level debug it logs which. */
  async isProvisioned(): Promise<boolean> {
    const stored = await this.storedCredentials();
    if (!stored) return false;
    for (const { line, values } of credentialLines('found', stored, this.#settings.overread))
      this.#lines(line, ...values);
    return true;
  }

  /** Returns the credentials that an earlier provisioning stored; undefined when the device is not provisioned. */
  storedCredentials(): Promise<WifiCredentials | undefined> {
    return loadCredentials(this.#options.store);
  }

  /** Where the manager stands. */
  get phase(): ManagerPhase {
    return this.#runner.state.phase;
  }

  /** Whether nothing is provisioned; outside of the session-only mode no service runs then. Also once de-initialized. */
  get isIdle(): boolean {
    return this.phase === 'idle';
  }

  /** Whether clients can reach the service; in session-only mode also where they find no endpoint of provisioning. */
  get isServing(): boolean {
    return this.#runner.state.serving;
  }

  /** Whether the endpoints of provisioning are offered, or will be by the next start. */
  get offersProvisioning(): boolean {
    return this.#runner.state.provisioning;
  }

  /** Hands every event to `listener` until the returned function is called, from `initialized` on when called at once. */
  watch(listener: (event: ManagerEvent) => void): () => void {
    return this.#runner.watch(listener);
  }

  /** Hands every outcome of a handshake to `listener` until the returned function is called. */
  watchSecurity(listener: (event: SecurityEvent) => void): () => void {
    this.#securityListeners.add(listener);
    return () => this.#securityListeners.delete(listener);
  }

  /**
   * Keeps the service up after success, until `stop`; before `start`. It is also what makes `reprovision` possible.
   *
   * @param cleanupDelayMs - wait between a stop and the end of the service, never less than 100; default: unchanged
   */
  disableAutoStop(cleanupDelayMs: number = this.#settings.cleanupDelayMs): void {
    if (!this.#canPrepare) throw invalidState('automatic stop is disabled before start');
    this.#settings.autoStop = false;
    this.#settings.cleanupDelayMs = cleanupDelayMs;
  }

  /** Adds what an application says of itself to `proto-ver`, or replaces it under the same label; before `start`. */
  setAppInfo(label: string, info: ComponentVersion): void {
    if (!this.#canPrepare) throw invalidState('app info comes before start');
    const index = this.#settings.repeatsAppInfo ? -1 : this.#applications.findIndex(([each]) => each === label);
    if (index < 0) this.#applications.push([label, info]);
    else this.#applications[index] = [label, info];
  }

  /** What the application said of itself, label by label, for a version reply of its own making. */
  get applications(): readonly (readonly [label: string, info: ComponentVersion])[] {
    return this.#applications;
  }

  /**
   * Declares a custom endpoint, before `start`, so that a transport can offer it. `handler` may come later. Declared
   * again it keeps its place.
   *
   * @throws ProvisioningError `manager/invalid-state` while a service runs, and for the name of a built-in endpoint
   */
  createEndpoint(name: string, handler?: Endpoint): void {
    const isBuiltIn = builtInEndpoints.some((endpoint) => endpoint.name === name);
    if (!this.#canPrepare || isBuiltIn) {
      this.#lines('manager/create-failed');
      throw invalidState(isBuiltIn ? `endpoint ${name} is built in` : `endpoint ${name} is created before start`);
    }
    const slot = this.#custom.get(name)?.slot ?? firstCustomSlot + this.#custom.size;
    this.#custom.set(name, { slot, handler });
  }

  /** Gives a declared endpoint its handler while the service runs. */
  registerEndpoint(name: string, handler: Endpoint): void {
    const endpoint = this.#custom.get(name);
    const { serving } = this.#runner.state;
    const running = serving && (this.phase !== 'stopping' || this.#settings.sessionOnly);
    if (!endpoint || !running) this.#lines('manager/register-failed');
    if (!endpoint) throw new ProvisioningError('endpoint/not-found', `endpoint ${name} was never created`);
    if (!running) throw invalidState(`endpoint ${name} gets its handler while the service runs`);
    endpoint.handler = handler;
    this.#service.register(name, handler);
  }

  /**
   * Opens the service; resolves when clients can reach it.
   *
   * @throws ProvisioningError `manager/invalid-state` unless idle, and what the transport throws
   */
  async start(options: StartOptions): Promise<void> {
    // Set from the call on, so that a second start at the same moment cannot close the service of the first.
    if (!this.#canPrepare || this.#start) throw this.#refuseStart();
    this.#start = options;
    try {
      await this.#runner.dispatch({ kind: 'start' });
    } catch (error) {
      await this.#closeService();
      await this.#runner.dispatch({ kind: 'service-failed' });
      throw error;
    }
    await this.#runner.dispatch({ kind: 'service-started' });
    this.#lines('manager/started', options.serviceName);
  }

  /**
   * Offers the endpoints of provisioning in session-only mode, until the next success or restart; in any other mode they
   * are always offered.
   *
   * @throws ProvisioningError `manager/invalid-state` while the service runs, unless the setting `enablesWhileRunning` and
   *   the transport allow it; then a device that has joined its network leaves it
   */
  enableProvisioning(): Promise<void> {
    return this.#runner.dispatch({ kind: 'enable' });
  }

  /**
   * Stops to advertise the service in session-only mode: no further client finds it, an open session stays.
   *
   * @throws ProvisioningError `manager/invalid-state` without such a service, or where its transport does not advertise
   */
  pauseAdvertising(): Promise<void> {
    return this.#runner.dispatch({ kind: 'pause' });
  }

  /** Advertises it again. @throws as `pauseAdvertising` */
  resumeAdvertising(): Promise<void> {
    return this.#runner.dispatch({ kind: 'resume' });
  }

  /**
   * Ends the service after a short wait, so that the last answer is sent; `wait` resolves when it is over. In
   * session-only mode it ends provisioning, and the service goes on until `deinit`.
   */
  stop(): Promise<void> {
    return this.#runner.dispatch({ kind: 'stop' });
  }

  /**
   * Resolves when no service runs any more and a new start is possible; in session-only mode when provisioning has ended.
   *
   * @throws ProvisioningError `manager/timeout`
   */
  async wait(options: ManagerWaitOptions = {}): Promise<void> {
    await this.#runner.until(({ phase }) => phase === 'idle', options);
  }

  /**
   * Ends the service where one runs, then the manager: `ended` is sent before `deinitialized`, and afterwards the
   * manager cannot be used. It goes on even if the wait for it is aborted.
   *
   * @throws ProvisioningError `manager/timeout`
   */
  async deinit(options: ManagerWaitOptions = {}): Promise<void> {
    await this.#runner.dispatch({ kind: 'deinit' });
    await this.#runner.until(({ initialized }) => !initialized, options);
  }

  /** Forgets the stored credentials in any phase, so that the device is not provisioned; the service goes on. */
  resetProvisioning(): Promise<void> {
    return this.#runner.dispatch({ kind: 'restore' });
  }

  /** Forgets the credentials after a failure and takes new ones. */
  resetOnFailure(): Promise<void> {
    return this.#runner.dispatch({ kind: 'reset' });
  }

  /** Takes new credentials although it has some; possible only without automatic stop. */
  reprovision(): Promise<void> {
    return this.#runner.dispatch({ kind: 'reprovision' });
  }

  get #canPrepare(): boolean {
    return this.#runner.state.initialized && this.isIdle && !this.isServing;
  }

  #refuseStart(): ProvisioningError {
    const { initialized } = this.#runner.state;
    this.#lines(initialized ? 'manager/already-started' : 'manager/not-initialized');
    return invalidState(initialized ? 'the service is already running' : 'the manager is de-initialized');
  }

  async #closeService(): Promise<void> {
    this.#start = undefined;
    await this.#service.close();
  }

  /** Reports a security event; an error in the application must not fail the client's handshake. */
  #tellSecurity(event: SecurityEvent): void {
    for (const listener of this.#securityListeners) {
      try {
        listener(event);
      } catch (error) {
        this.#options.log('error', ownTag, `a listener failed: ${foreignText(String(error))}`);
      }
    }
  }
}

function invalidState(message: string): ProvisioningError {
  return new ProvisioningError('manager/invalid-state', message);
}
