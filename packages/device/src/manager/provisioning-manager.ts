import {
  builtInEndpoints,
  type Clock,
  type ComponentVersion,
  capabilities,
  type DeviceSecurity,
  type EndpointInfo,
  encodeVersionInfo,
  endpointNames,
  firstCustomSlot,
  type Log,
  ProvisioningError,
  silentLog,
  systemClock,
  type VersionInfo,
} from '@esp-prov/protocol';
import type { DeviceTransport, Endpoint } from '../endpoint.ts';
import { controlEndpoint } from '../endpoints/control.ts';
import { wifiConfigEndpoint } from '../endpoints/wifi-config.ts';
import { wifiScanEndpoint } from '../endpoints/wifi-scan.ts';
import { guessingBrake } from '../guessing-brake.ts';
import type { KeyValueStore } from '../key-value-store.ts';
import { Protocomm, type SecurityEvent } from '../protocomm.ts';
import { loadCredentials } from '../wifi-credentials.ts';
import type { WifiCredentials, WifiDriver } from '../wifi-driver.ts';
import type { ManagerEvent } from './manager-event.ts';
import { ManagerRunner } from './manager-runner.ts';
import { defaultManagerSettings, type ManagerSettings } from './manager-settings.ts';
import type { ManagerPhase } from './manager-state.ts';

/** Parts of a provisioning manager. */
export interface ProvisioningManagerOptions {
  readonly transport: DeviceTransport;
  readonly wifi: WifiDriver;
  readonly store: KeyValueStore;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  readonly settings?: Partial<ManagerSettings> | undefined;
}

/** How a service is opened. */
export interface StartOptions {
  /** Name that clients look for; on BLE at most 29 octets, as an SSID at most 32. */
  readonly serviceName: string;
  readonly security: DeviceSecurity;
  /** Capabilities of the scheme, such as `no_pop`; scan is added by itself. */
  readonly capabilities?: readonly string[] | undefined;
  /** Handler of `proto-ver`; left out, it answers as ESP-IDF v5.5 does. */
  readonly version?: Endpoint | undefined;
  /** Built-in endpoints that are not offered, as old releases lack some. */
  readonly without?: readonly string[] | undefined;
  /** Whether wrong proofs in a row make the device slower to answer the next one; default true. */
  readonly brake?: boolean | undefined;
}

/**
 * Offers provisioning over a transport: takes credentials from a client, stores them, joins the network and ends the
 * service when the client knows that it worked.
 */
export class ProvisioningManager {
  readonly #options: Pick<ProvisioningManagerOptions, 'transport' | 'wifi' | 'store'> & { clock: Clock; log: Log };
  readonly #settings: ManagerSettings;
  readonly #runner: ManagerRunner;
  readonly #applications = new Map<string, ComponentVersion>();
  readonly #custom = new Map<string, { readonly slot: number; handler: Endpoint | undefined }>();
  readonly #securityListeners = new Set<(event: SecurityEvent) => void>();
  #start: StartOptions | undefined;
  #protocomm: Protocomm | undefined;
  #unwatch: () => void = () => undefined;

  constructor({ settings, clock = systemClock, log = silentLog, ...rest }: ProvisioningManagerOptions) {
    this.#options = { ...rest, clock, log };
    this.#settings = { ...defaultManagerSettings, ...settings };
    this.#runner = new ManagerRunner(
      {
        wifi: rest.wifi,
        store: rest.store,
        clock,
        log,
        startService: () => this.#openService(),
        stopService: () => this.#closeService(),
      },
      this.#settings,
    );
  }

  /** The credentials that an earlier provisioning stored; undefined when the device is not provisioned. */
  storedCredentials(): Promise<WifiCredentials | undefined> {
    return loadCredentials(this.#options.store);
  }

  /** Where the manager stands. */
  get phase(): ManagerPhase {
    return this.#runner.state.phase;
  }

  /** Hands every event to `listener` until the returned function is called. */
  watch(listener: (event: ManagerEvent) => void): () => void {
    return this.#runner.watch(listener);
  }

  /** Hands every outcome of a handshake to `listener` until the returned function is called. */
  watchSecurity(listener: (event: SecurityEvent) => void): () => void {
    this.#securityListeners.add(listener);
    return () => this.#securityListeners.delete(listener);
  }

  /** Adds what an application says of itself to `proto-ver`; before `start`. */
  setAppInfo(label: string, info: ComponentVersion): void {
    if (this.phase !== 'idle') throw new ProvisioningError('manager/invalid-state', 'app info comes before start');
    this.#applications.set(label, info);
  }

  /** What the application said of itself, for a version reply of its own making. */
  get applications(): ReadonlyMap<string, ComponentVersion> {
    return this.#applications;
  }

  /** Declares a custom endpoint, before `start`, so that a transport can offer it. `handler` may come later. */
  createEndpoint(name: string, handler?: Endpoint): void {
    if (this.phase !== 'idle')
      throw new ProvisioningError('manager/invalid-state', `endpoint ${name} comes after start`);
    this.#custom.set(name, { slot: firstCustomSlot + this.#custom.size, handler });
  }

  /** Gives a declared endpoint its handler while the service runs. */
  registerEndpoint(name: string, handler: Endpoint): void {
    const endpoint = this.#custom.get(name);
    if (!endpoint) throw new ProvisioningError('endpoint/not-found', `endpoint ${name} was never created`);
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
    if (this.phase !== 'idle' || this.#start)
      throw new ProvisioningError('manager/invalid-state', 'the service is already running');
    this.#start = options;
    try {
      await this.#runner.dispatch({ kind: 'start' });
    } catch (error) {
      await this.#closeService();
      await this.#runner.dispatch({ kind: 'service-failed' });
      throw error;
    }
    await this.#runner.dispatch({ kind: 'service-started' });
    this.#log('info', `Provisioning started with service name : ${options.serviceName} `);
  }

  /** Ends the service after a short wait, so that the last answer gets out; `ended` tells when it is over. */
  stop(): Promise<void> {
    return this.#runner.dispatch({ kind: 'stop' });
  }

  /** After a failure: forgets the credentials and takes new ones. */
  resetOnFailure(): Promise<void> {
    return this.#runner.dispatch({ kind: 'reset' });
  }

  /** Takes new credentials although it has some; possible only without automatic stop. */
  reprovision(): Promise<void> {
    return this.#runner.dispatch({ kind: 'reprovision' });
  }

  async #openService(): Promise<void> {
    const start = this.#start as StartOptions;
    const { transport, wifi } = this.#options;
    const protocomm = this.#makeProtocomm(start);
    this.#protocomm = protocomm;
    this.#unwatch = wifi.watch((event) => {
      if (event.kind === 'station-started') this.#log('info', 'STA Start');
      else this.#runner.dispatch(event).catch((error: unknown) => this.#log('error', String(error)));
    });
    const custom: EndpointInfo[] = [...this.#custom].map(([name, { slot }]) => ({ name, slot, kind: 'request' }));
    wifi.start();
    const builtIn = builtInEndpoints.filter(({ name }) => !start.without?.includes(name));
    await transport.start({ name: start.serviceName, endpoints: [...builtIn, ...custom] }, protocomm);
  }

  async #closeService(): Promise<void> {
    this.#start = undefined;
    this.#unwatch();
    this.#protocomm = undefined;
    await this.#options.transport[Symbol.asyncDispose]();
  }

  #makeProtocomm(start: StartOptions): Protocomm {
    const { wifi, clock, log } = this.#options;
    const runner = this.#runner;
    const protocomm = new Protocomm({
      security: start.security,
      log,
      brake: start.brake === false ? undefined : guessingBrake(clock),
      onSecurityEvent: (event) => {
        for (const listener of this.#securityListeners) {
          try {
            listener(event);
          } catch (error) {
            // An application's fault must not become the client's failed handshake.
            this.#log('error', `a listener failed: ${String(error)}`);
          }
        }
      },
    });
    const { handlersLogTag, maxScanEntries, answersThread } = this.#settings;
    const version = encodeVersionInfo(defaultVersion(start, this.#applications));
    protocomm.add(endpointNames.version, start.version ?? (() => version), 'version');
    protocomm.addSecurity(endpointNames.session);
    protocomm.add(
      endpointNames.config,
      wifiConfigEndpoint(runner, this.#settings, (level, text) => log(level, handlersLogTag, text)),
    );
    protocomm.add(
      endpointNames.scan,
      wifiScanEndpoint({ wifi, clock, maxEntries: maxScanEntries, answersThread, phase: () => this.phase }),
    );
    protocomm.add(endpointNames.control, controlEndpoint(runner, answersThread));
    for (const [name, { handler }] of this.#custom) if (handler) protocomm.add(name, handler);
    for (const name of start.without ?? []) protocomm.remove(name);
    return protocomm;
  }

  #log(level: 'error' | 'info', text: string): void {
    this.#options.log(level, this.#settings.logTag, text);
  }
}

/** The version text of ESP-IDF v5.5 for a scheme. */
function defaultVersion(
  { security, capabilities: schemeCapabilities = [] }: StartOptions,
  applications: ReadonlyMap<string, ComponentVersion>,
): VersionInfo {
  return {
    version: 'v1.1',
    managed: true,
    securityVersion: security.version,
    securityPatchVersion: security.patchVersion,
    capabilities: [
      ...(security.version === 0 ? [capabilities.noSecurity] : []),
      ...new Set([...(security.capabilities ?? []), ...schemeCapabilities]),
      capabilities.wifiScan,
    ],
    applications,
  };
}
