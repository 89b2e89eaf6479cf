import {
  builtInEndpoints,
  type Clock,
  type ComponentVersion,
  type EndpointInfo,
  firstCustomSlot,
  foreignText,
  type Log,
  ProvisioningError,
  silentLog,
  systemClock,
  withDeadline,
} from '@esp-prov/protocol';
import type { Endpoint } from '../endpoint.ts';
import { type GuessingBrake, guessingBrake } from '../protocomm/guessing-brake.ts';
import type { Protocomm, SecurityEvent } from '../protocomm/protocomm.ts';
import { loadCredentials } from '../wifi/wifi-credentials.ts';
import type { WifiCredentials } from '../wifi/wifi-driver.ts';
import { type FirmwareLog, firmwareLog, ownTag } from '../words/firmware-log.ts';
import { credentialLines } from './credential-lines.ts';
import { makeProtocomm } from './make-protocomm.ts';
import type { ManagerEvent } from './manager-event.ts';
import type { ManagerWaitOptions, ProvisioningManagerOptions, StartOptions } from './manager-options.ts';
import { ManagerRunner } from './manager-runner.ts';
import { defaultManagerSettings, type ManagerSettings } from './manager-settings.ts';
import type { ManagerPhase, ManagerState } from './manager-state.ts';

/**
 * Offers provisioning over a transport: takes credentials from a client, stores them, joins the network and ends the
 * service when the client knows that it worked. It is initialized when it is made.
 */
export class ProvisioningManager {
  readonly #options: Pick<ProvisioningManagerOptions, 'transport' | 'wifi' | 'store' | 'words' | 'logsSecrets'> & {
    clock: Clock;
    log: Log;
  };
  readonly #lines: FirmwareLog;
  /** The runner reads the same object, so that what is changed before `start` counts. */
  readonly #settings: ManagerSettings & { autoStop: boolean; cleanupDelayMs: number };
  readonly #runner: ManagerRunner;
  readonly #applications = new Map<string, ComponentVersion>();
  readonly #custom = new Map<string, { readonly slot: number; handler: Endpoint | undefined }>();
  readonly #securityListeners = new Set<(event: SecurityEvent) => void>();
  /** One for all services, so that a restart makes no guess free. */
  readonly #brake: GuessingBrake;
  #start: StartOptions | undefined;
  #protocomm: Protocomm | undefined;
  #unwatch: () => void = () => undefined;

  /** @throws TypeError for `keepOnAfterStop` with a transport that cannot stay on */
  constructor(options: ProvisioningManagerOptions) {
    const { settings, clock = systemClock, log = silentLog, onSchemeEvent, onEvent, ...rest } = options;
    this.#options = { ...rest, clock, log };
    this.#brake = guessingBrake(clock);
    this.#lines = firmwareLog({ log, words: rest.words, secrets: rest.logsSecrets });
    this.#settings = { ...defaultManagerSettings, ...settings };
    if (this.#settings.keepOnAfterStop && !rest.transport.endService) {
      throw new TypeError('keepOnAfterStop needs a transport that has endService');
    }
    this.#runner = new ManagerRunner(
      {
        wifi: rest.wifi,
        store: rest.store,
        clock,
        log,
        lines: this.#lines,
        onSchemeEvent,
        onEvent,
        startService: () => this.#openService(),
        stopService: () => this.#closeService(),
      },
      this.#settings,
    );
  }

  /** Whether an earlier provisioning stored credentials, right or wrong; at log level debug it logs which. */
  async isProvisioned(): Promise<boolean> {
    const stored = await this.storedCredentials();
    if (!stored) return false;
    for (const { line, values } of credentialLines('found', stored)) this.#lines(line, ...values);
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

  /** Whether no service runs, so that one can be started; also so once the manager is de-initialized. */
  get isIdle(): boolean {
    return this.phase === 'idle';
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

  /** Adds what an application says of itself to `proto-ver`; before `start`. */
  setAppInfo(label: string, info: ComponentVersion): void {
    if (!this.#canPrepare) throw invalidState('app info comes before start');
    this.#applications.set(label, info);
  }

  /** What the application said of itself, for a version reply of its own making. */
  get applications(): ReadonlyMap<string, ComponentVersion> {
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
    const running = !['idle', 'starting', 'stopping'].includes(this.phase);
    if (!endpoint || !running) this.#lines('manager/register-failed');
    if (!endpoint) throw new ProvisioningError('endpoint/not-found', `endpoint ${name} was never created`);
    if (!running) throw invalidState(`endpoint ${name} gets its handler while the service runs`);
    endpoint.handler = handler;
    this.#protocomm?.add(name, handler);
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

  /** Ends the service after a short wait, so that the last answer is sent; `wait` resolves when it is over. */
  stop(): Promise<void> {
    return this.#runner.dispatch({ kind: 'stop' });
  }

  /**
   * Resolves when no service runs any more: its end was reported, and a new start is possible.
   *
   * @throws ProvisioningError `manager/timeout`
   */
  async wait(options: ManagerWaitOptions = {}): Promise<void> {
    await this.#until(({ phase }) => phase === 'idle', options);
  }

  /**
   * Ends the service where one runs, then the manager: `ended` is sent before `deinitialized`, and afterwards the
   * manager cannot be used. It goes on even if the wait for it is aborted.
   *
   * @throws ProvisioningError `manager/timeout`
   */
  async deinit(options: ManagerWaitOptions = {}): Promise<void> {
    await this.#runner.dispatch({ kind: 'deinit' });
    await this.#until(({ initialized }) => !initialized, options);
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
    return this.#runner.state.initialized && this.isIdle;
  }

  #refuseStart(): ProvisioningError {
    const { initialized } = this.#runner.state;
    this.#lines(initialized ? 'manager/already-started' : 'manager/not-initialized');
    return invalidState(initialized ? 'the service is already running' : 'the manager is de-initialized');
  }

  async #until(wanted: (state: ManagerState) => boolean, { signal, timeoutMs }: ManagerWaitOptions): Promise<void> {
    if (timeoutMs === undefined) return await this.#runner.until(wanted, signal);
    const reason = () => new ProvisioningError('manager/timeout', undefined, { details: { timeoutMs } });
    const limits = { clock: this.#options.clock, ms: timeoutMs, reason, signal };
    await withDeadline(limits, (both) => this.#runner.until(wanted, both));
  }

  async #openService(): Promise<void> {
    const start = this.#start as StartOptions;
    const { transport, wifi, store, clock, log, words, logsSecrets = false } = this.#options;
    const protocomm = makeProtocomm({
      start,
      runner: this.#runner,
      settings: this.#settings,
      wifi,
      clock,
      brake: this.#brake,
      log,
      words,
      logsSecrets,
      lines: this.#lines,
      applications: this.#applications,
      custom: this.#custom,
      onSecurityEvent: (event) => this.#tellSecurity(event),
    });
    this.#protocomm = protocomm;
    this.#unwatch = wifi.watch((event) => {
      // If an effect fails, that is logged.
      this.#runner.dispatch(event).catch(() => undefined);
    });
    const custom: EndpointInfo[] = [...this.#custom].map(([name, { slot }]) => ({ name, slot, kind: 'request' }));
    wifi.start();
    // A device that has credentials may be connected by them; what is stored stays until Apply.
    if (await loadCredentials(store).catch(() => undefined)) wifi.leave();
    const builtIn = builtInEndpoints.filter(({ name }) => !start.without?.includes(name));
    await transport.start({ name: start.serviceName, endpoints: [...builtIn, ...custom], log, words }, protocomm);
  }

  async #closeService(): Promise<void> {
    this.#start = undefined;
    this.#unwatch();
    this.#protocomm = undefined;
    const { transport } = this.#options;
    const { keepOnAfterStop, disconnectAfterStop } = this.#settings;
    if (keepOnAfterStop) await transport.endService?.({ disconnect: disconnectAfterStop });
    else await transport[Symbol.asyncDispose]();
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
