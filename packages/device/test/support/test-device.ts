import { type Bytes, type DeviceSecurity, isProvisioningError, sec0Device } from '@esp-prov/protocol';
import { FakeWifiDriver, type ManualClock, manualClock } from '@esp-prov/testing';
import {
  type DeviceTransport,
  type EndServiceOptions,
  type HeardNetwork,
  type ManagerEvent,
  type ManagerSettings,
  ProvisioningManager,
  type ProvisioningManagerOptions,
  type Requests,
  type SecurityEvent,
  type Service,
  type StartOptions,
  type WifiConnection,
} from '../../src/index.ts';
import { TestStore } from './test-store.ts';

/** A transport that only remembers what the manager hands it. */
export class TestTransport implements DeviceTransport {
  service: Service | undefined;
  requests: Requests | undefined;
  starts = 0;
  closes = 0;
  /** How services ended whose transport stayed on. */
  readonly ends: EndServiceOptions[] = [];
  /** What the next start throws. */
  failure: unknown;
  /** What the next change throws. */
  changeFailure: unknown;
  /** Endpoints after each change. */
  readonly changes: string[][] = [];
  /** Whether each call of `advertise` was to advertise. */
  readonly advertised: boolean[] = [];

  async start(service: Service, requests: Requests): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.starts++;
    this.service = service;
    this.requests = requests;
  }

  async change(endpoints: Service['endpoints']): Promise<void> {
    if (this.changeFailure !== undefined) throw this.changeFailure;
    this.changes.push(endpoints.map(({ name }) => name));
  }

  async advertise(on: boolean): Promise<void> {
    this.advertised.push(on);
  }

  async endService(options: EndServiceOptions): Promise<void> {
    this.ends.push(options);
    this.service = undefined;
    this.requests = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closes++;
    this.service = undefined;
    this.requests = undefined;
  }
}

export interface TestDeviceOptions extends Pick<ProvisioningManagerOptions, 'onSchemeEvent' | 'onEvent'> {
  readonly settings?: Partial<ManagerSettings>;
  readonly networks?: readonly HeardNetwork[];
}

/** A whole device whose radio, store, transport and time belong to the test. */
export class TestDevice {
  readonly clock: ManualClock = manualClock();
  readonly wifi: FakeWifiDriver;
  readonly store: TestStore = new TestStore();
  readonly transport: TestTransport = new TestTransport();
  readonly manager: ProvisioningManager;
  readonly events: ManagerEvent[] = [];
  readonly securityEvents: SecurityEvent[] = [];
  /** Log lines as `level tag: text`. */
  readonly lines: string[] = [];
  #peer = 0;

  constructor({ settings, networks = [], ...callbacks }: TestDeviceOptions = {}) {
    this.wifi = new FakeWifiDriver(networks);
    this.manager = new ProvisioningManager({
      transport: this.transport,
      wifi: this.wifi,
      store: this.store,
      clock: this.clock,
      log: (level, tag, text) => this.lines.push(`${level} ${tag}: ${text}`),
      settings,
      ...callbacks,
    });
    this.manager.watch((event) => this.events.push(event));
    this.manager.watchSecurity((event) => this.securityEvents.push(event));
  }

  /** The events so far, without the beginning, which is the same everywhere. */
  get eventKinds(): string[] {
    return this.events.map(({ kind }) => kind).filter((kind) => kind !== 'initialized');
  }

  /** Opens the service, by default under security 0, and a transport session on it. */
  async start(
    security: DeviceSecurity = sec0Device(),
    more: Partial<Omit<StartOptions, 'security'>> = {},
  ): Promise<this> {
    await this.manager.start({ serviceName: 'PROV_TEST', security, ...more });
    this.connect();
    return this;
  }

  /** Opens a new transport session, which replaces the one before. */
  connect(): void {
    this.#requests.open(++this.#peer);
  }

  /** Returns the answer of an endpoint, in the present transport session; time passes as far as the answer needs it. */
  send(endpoint: string, request: Uint8Array): Promise<Bytes> {
    return this.clock.run(this.#requests.handle(this.#peer, endpoint, request));
  }

  /** Returns the answer, or undefined where the device refused by a named error. */
  async ask(endpoint: string, request: Uint8Array): Promise<Bytes | undefined> {
    try {
      return await this.send(endpoint, request);
    } catch (error) {
      if (isProvisioningError(error)) return undefined;
      throw error;
    }
  }

  gotIp(connection: WifiConnection): Promise<void> {
    this.wifi.report({ kind: 'got-ip', connection });
    return this.clock.advance(0);
  }

  disconnected(reason: number): Promise<void> {
    this.wifi.report({ kind: 'disconnected', reason });
    return this.clock.advance(0);
  }

  get #requests(): Requests {
    if (!this.transport.requests) throw new Error('the service is closed');
    return this.transport.requests;
  }
}
