import { type DeviceTransport, type KeyValueStore, ProvisioningManager } from '@esp-prov/device';
import { type Clock, type LogLevel, systemClock } from '@esp-prov/protocol';
import type { VirtualAccessPoint } from './air/access-point.ts';
import { street } from './air/street.ts';
import { VirtualWifi } from './air/virtual-wifi.ts';
import { type DeviceSecret, deviceSecurity } from './device-secret.ts';
import { type AppEvent, ExampleApp } from './example-app.ts';
import { type DeviceFault, withFaults } from './faults.ts';
import { defaultMac, parseMac, serviceName } from './mac-address.ts';
import { readme } from './profiles/readme.ts';
import type { ReleaseProfile } from './profiles/release-profile.ts';
import { type Serial, serialLog } from './serial-monitor.ts';

/** A virtual ESP32, put together. */
export interface VirtualEsp32Options {
  /** What the device keeps over a restart. */
  readonly store: KeyValueStore;
  /** How clients reach it. */
  readonly transport: DeviceTransport;
  readonly air?: readonly VirtualAccessPoint[] | undefined;
  readonly profile?: ReleaseProfile | undefined;
  readonly clock?: Clock | undefined;
  /** Lines of its serial port. */
  readonly serial?: Serial | undefined;
  readonly logLevel?: LogLevel | undefined;
  readonly logSecrets?: boolean | undefined;
  readonly mac?: string | undefined;
  /** What it accepts as proof; left out: what the profile's example does. */
  readonly secret?: DeviceSecret | undefined;
  /** What goes wrong with its requests. */
  readonly faults?: readonly DeviceFault[] | undefined;
  /** Whether a failure returns the device to provisioning; left out: as the profile does. */
  readonly resetOnFailure?: boolean | undefined;
  readonly autoStop?: boolean | undefined;
  /** Without the waits of the firmware and of the radio. */
  readonly fast?: boolean | undefined;
}

/** Reading of the chip's millisecond counter when the application begins, as in the README's log. */
const appStartMs = 445;

/** An ESP32 with Espressif's provisioning example on it: a store that survives, a radio, an application. */
export class VirtualEsp32 implements AsyncDisposable {
  readonly serviceName: string;
  readonly #manager: ProvisioningManager;
  readonly #app: ExampleApp;
  readonly #wifi: VirtualWifi;
  readonly #transport: DeviceTransport;
  readonly #listeners = new Set<(event: AppEvent) => void>();

  constructor(options: VirtualEsp32Options) {
    const { profile = readme, clock = systemClock, air = street, mac = defaultMac, fast = false } = options;
    const { serial = () => undefined, logLevel: level = 'info' } = options;
    const log = serialLog({ serial, clock, level, startMs: appStartMs });
    this.serviceName = serviceName(parseMac(mac));
    const { secret = {}, faults = [] } = options;
    this.#transport = faults.length > 0 ? withFaults(options.transport, faults, clock) : options.transport;
    this.#wifi = new VirtualWifi({ air, clock, pace: fast ? 0 : 1 });
    this.#manager = new ProvisioningManager({
      transport: this.#transport,
      wifi: this.#wifi,
      store: options.store,
      clock,
      log,
      settings: {
        ...profile.manager,
        ...(fast ? { connectDelayMs: 0, cleanupDelayMs: 100 } : {}),
        ...(options.autoStop === undefined ? {} : { autoStop: options.autoStop }),
      },
    });
    this.#app = new ExampleApp(
      {
        profile,
        manager: this.#manager,
        wifi: this.#wifi,
        log,
        clock,
        serviceName: this.serviceName,
        security: deviceSecurity(profile, secret),
        hasPop: secret.pop !== null,
        resetOnFailure: options.resetOnFailure ?? profile.example.resetOnFailure,
        logSecrets: options.logSecrets ?? false,
      },
      (event) => {
        for (const listener of this.#listeners) listener(event);
      },
    );
  }

  /** Hands every event of the application to `listener` until the returned function is called. */
  watch(listener: (event: AppEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Switches it on; resolves when it offers provisioning or begins to join its network. */
  boot(): Promise<void> {
    return this.#app.start();
  }

  /** Switches it off; what the store holds stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#app.stop();
    this.#wifi.leave();
    await this.#transport[Symbol.asyncDispose]();
  }
}
