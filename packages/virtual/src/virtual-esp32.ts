import { type DeviceTransport, type KeyValueStore, type ManagerSettings, ProvisioningManager } from '@esp-prov/device';
import type { Flash } from '@esp-prov/nvs';
import {
  type Bytes,
  type Clock,
  type ComponentVersion,
  type Log,
  type LogLevel,
  ProvisioningError,
  type SecurityVersion,
  systemClock,
} from '@esp-prov/protocol';
import type { VirtualAccessPoint } from './air/access-point.ts';
import { type Air, asAir, filteredAir } from './air/air.ts';
import { street } from './air/street.ts';
import { VirtualWifi } from './air/virtual-wifi.ts';
import type { AppEvent } from './app/app-event.ts';
import { BleScheme } from './app/ble-scheme.ts';
import type { CannedEndpoint } from './app/canned-endpoints.ts';
import { type DeviceSecret, deviceSecurity, labelSecret, secretOrigin, withFactoryData } from './app/device-secret.ts';
import { ExampleApp } from './app/example-app.ts';
import type { QrFacts } from './app/qr-code.ts';
import { runBootloader } from './chip/bootloader.ts';
import { usesChannel } from './chip/chips.ts';
import { defaultMac, parseMac, serviceName } from './chip/mac-address.ts';
import { harmlessLine, type Serial, serialLog } from './chip/serial-monitor.ts';
import { type DeviceFault, withFaults } from './faults.ts';
import type { FactoryData } from './flash/factory-data.ts';
import { factoryFlash } from './flash/flash-image.ts';
import { flashMac } from './flash/flash-mac.ts';
import { loggedFactoryData } from './flash/logged-factory-data.ts';
import { nvsKeyValueStore } from './flash/nvs-key-value-store.ts';
import { openNvs } from './flash/open-nvs.ts';
import { type PowerCut, PowerCutError, PowerCutFlash, whilePowered, withFirstCommit } from './flash/power-cut.ts';
import { readme } from './profiles/readme.ts';
import type { ReleaseProfile } from './profiles/release-profile.ts';
import type { Vendor } from './vendor/vendor-application.ts';

/** A virtual ESP32, put together. */
export interface VirtualEsp32Options {
  /** Its flash, with a partition table; default: a new one in memory. Everything that the device stores is in it. */
  readonly flash?: Flash | undefined;
  /** Offset of the partition table for which its firmware was built; default: where the flash has one. */
  readonly tableOffset?: number | undefined;
  /** Name of the chip in its boot log. */
  readonly chip?: string | undefined;
  /** How clients reach it. */
  readonly transport: DeviceTransport;
  /** What its radio hears; an `Air` may change while it is on. */
  readonly air?: Air | readonly VirtualAccessPoint[] | undefined;
  readonly profile?: ReleaseProfile | undefined;
  readonly clock?: Clock | undefined;
  /** Lines of its serial port. */
  readonly serial?: Serial | undefined;
  readonly logLevel?: LogLevel | undefined;
  readonly logSecrets?: boolean | undefined;
  /** Address of the chip; default: the one that its radio has noted in the flash, else one of Espressif's. */
  readonly mac?: string | undefined;
  /** What it accepts as proof; default: what its factory data say, else what the profile's example accepts. */
  readonly secret?: DeviceSecret | undefined;
  /** Name of its service; default: `PROV_` and the end of its address. */
  readonly serviceName?: string | undefined;
  /** What a vendor's applications say of themselves in `proto-ver`. */
  readonly applications?: Iterable<readonly [label: string, info: ComponentVersion]> | undefined;
  /** Endpoints of a vendor, beside those of the example or in place of one. */
  readonly endpoints?: readonly CannedEndpoint[] | undefined;
  /** An application that a vendor has beside the example, such as `rainmaker()`. */
  readonly vendor?: Vendor | undefined;
  /** What goes wrong with its requests. */
  readonly faults?: readonly DeviceFault[] | undefined;
  /** Cuts the power in the middle of a change of the flash. */
  readonly powerCut?: PowerCut | undefined;
  /** Whether the firmware encrypts what it stores; default: where the table has a partition for the keys. */
  readonly encryptedNvs?: boolean | undefined;
  /** Whether a failure returns the device to provisioning; default: as the profile does. */
  readonly resetOnFailure?: boolean | undefined;
  readonly autoStop?: boolean | undefined;
  /** Runs the example of the session-only mode, which the profile has to have. */
  readonly sessionOnly?: SessionOnly | undefined;
  /** Whether it joins only the access point and the channel that a client names; default: as Espressif's, any of the name. */
  readonly obeysBssid?: boolean | undefined;
  /** Transport that its QR code names; default: it prints none. Releases before v4.3 print none in any case. */
  readonly qrTransport?: 'ble' | 'softap' | undefined;
  /** Without the waits of the firmware and of the radio. */
  readonly fast?: boolean | undefined;
}

/** How a device behaves in session-only mode; what is left out is as in the profile. */
export type SessionOnly = Partial<Pick<ManagerSettings, 'endpointsGo' | 'renewsVersion' | 'enablesWhileRunning'>>;

/** Reading of the chip's millisecond counter when the application begins, as in the README's log. */
const appStartMs = 445;

/** What runs from switching on to switching off. */
interface Running {
  readonly app: ExampleApp;
  readonly manager: ProvisioningManager;
  readonly wifi: VirtualWifi;
  readonly transport: DeviceTransport;
}

/** An ESP32 with Espressif's provisioning example on it: a flash image, a radio, an application. */
export class VirtualEsp32 implements AsyncDisposable {
  readonly serviceName: string;
  /** Its flash; it outlives the device. */
  readonly flash: Flash;
  readonly #options: VirtualEsp32Options;
  readonly #mac: Bytes;
  readonly #listeners = new Set<(event: AppEvent) => void>();
  #running: Running | undefined;
  #power = { isOn: false, prints: false };
  /** Whether the next boot offers provisioning although the device is provisioned. */
  #offersAgain = false;

  constructor(options: VirtualEsp32Options) {
    const { sessionOnly, profile = readme } = options;
    if (sessionOnly && !profile.hasSessionOnly) throw new RangeError(`${profile.name} has no session-only mode`);
    this.#options = options;
    this.flash = options.flash ?? factoryFlash();
    const noted = options.mac === undefined ? flashMac(this.flash, options.tableOffset) : undefined;
    this.#mac = noted ?? parseMac(options.mac ?? defaultMac);
    this.serviceName = options.serviceName ?? serviceName(this.#mac);
  }

  /** Hands every event of the application to `listener` until the returned function is called. */
  watch(listener: (event: AppEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Switches it on; resolves when it offers provisioning or begins to join its network.
   *
   * @throws ProvisioningError `flash/not-bootable` without a valid partition table, `flash/no-nvs` without usable NVS,
   *   where the serial port says the same as a chip's would; `flash/factory-data` with some that cannot be used
   */
  async boot(): Promise<void> {
    const { profile = readme, clock = systemClock, chip = 'esp32', logLevel: level = 'info', powerCut } = this.#options;
    const power = { isOn: true, prints: true };
    this.#power = power;
    const print = (line: string): void => {
      if (power.isOn && power.prints) this.#options.serial?.(line);
    };
    const serial = (line: string): void => print(harmlessLine(line));
    const flash = new PowerCutFlash(this.flash, () => {
      power.isOn = false;
      this.#tell({ kind: 'power-cut' });
      // Its sockets close before it could answer what was in the works.
      void this[Symbol.asyncDispose]();
    });
    if (powerCut?.from === 'start') flash.cutAfter(powerCut.operations);
    try {
      const table = runBootloader(flash, serial, {
        idfVersion: profile.idfVersion,
        chip,
        tableOffset: this.#options.tableOffset,
      });
      const log = serialLog({ serial: print, clock, level, startMs: appStartMs });
      const nvs = openNvs(flash, table, {
        log,
        serial,
        encrypted: this.#options.encryptedNvs,
        idfVersion: profile.idfVersion,
        random: this.#options.secret?.random,
      });
      const store = nvsKeyValueStore(nvs);
      const cutAtApply = powerCut?.from === 'apply' ? powerCut.operations : undefined;
      await this.#startApp({
        profile,
        clock,
        log,
        serial,
        isOn: () => power.isOn,
        store: cutAtApply === undefined ? store : withFirstCommit(store, () => flash.cutAfter(cutAtApply)),
        factory: loggedFactoryData(flash, table, log),
      });
    } catch (error) {
      // A device without power has not failed.
      if (!(error instanceof PowerCutError)) throw error;
    }
  }

  /**
   * Restarts it in session-only mode with provisioning enabled, as an application does at the press of a button: what it
   * has stored stays until a client applies something else.
   */
  async offerProvisioning(): Promise<void> {
    this.#requireSessionOnly();
    await this[Symbol.asyncDispose]();
    this.#offersAgain = true;
    try {
      await this.boot();
    } finally {
      this.#offersAgain = false;
    }
  }

  /** Stops to advertise the session, or advertises it again. */
  async advertise(on: boolean): Promise<void> {
    const { manager } = this.#requireSessionOnly();
    await (on ? manager.resumeAdvertising() : manager.pauseAdvertising());
  }

  #requireSessionOnly(): Running {
    const running = this.#running;
    if (running && this.#options.sessionOnly) return running;
    throw new ProvisioningError('manager/invalid-state', 'the device is off, or not in session-only mode');
  }

  /** Switches it off; what the flash holds stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    // Without power nothing is printed any more, whatever its parts still do.
    this.#power.prints = false;
    running?.app.stop();
    running?.wifi.leave();
    await running?.transport[Symbol.asyncDispose]();
  }

  async #startApp(parts: {
    readonly profile: ReleaseProfile;
    readonly clock: Clock;
    readonly log: Log;
    readonly serial: Serial;
    readonly isOn: () => boolean;
    readonly store: KeyValueStore;
    readonly factory: FactoryData | undefined;
  }): Promise<void> {
    const { profile, clock, log, serial, store, factory, isOn } = parts;
    const { chip = 'esp32', fast = false, faults = [], autoStop, obeysBssid, sessionOnly } = this.#options;
    const air = filteredAir(asAir(this.#options.air ?? street), ({ channel }) => usesChannel(chip, channel));
    const secret = withFactoryData(this.#options.secret ?? {}, factory, profile);
    const security = deviceSecurity(profile, secret);
    const { ble } = this.#options.transport;
    const scheme = ble && new BleScheme({ behaviour: profile.ble, ...ble, hasSessions: security.hasSessions, log });
    const powered = whilePowered(this.#options.transport, isOn);
    const heard = scheme?.listening(powered) ?? powered;
    const transport = faults.length > 0 ? withFaults(heard, faults, clock) : heard;
    const wifi = new VirtualWifi({ air, clock, pace: fast ? 0 : 1, station: profile.station });
    const manager = new ProvisioningManager({
      transport,
      wifi,
      store,
      clock,
      log,
      words: profile.words,
      logsSecrets: this.#options.logSecrets,
      settings: {
        keepsStrongest: !profile.exact,
        ...profile.manager,
        ...(fast ? { connectDelayMs: 0 } : {}),
        // Over Bluetooth a client reads the answer in a second step, which takes a busy machine longer than that.
        ...(fast && ble === undefined ? { cleanupDelayMs: 100 } : {}),
        ...(autoStop === undefined ? {} : { autoStop }),
        ...(obeysBssid === undefined ? {} : { obeysBssid }),
        ...(sessionOnly === undefined ? {} : { ...sessionOnly, sessionOnly: true }),
      },
    });
    const { serviceName } = this;
    const app = new ExampleApp(
      {
        profile,
        manager,
        wifi,
        log,
        serial,
        clock,
        serviceName,
        applications: this.#options.applications,
        endpoints: this.#options.endpoints,
        vendor: this.#options.vendor?.({ log, clock, mac: this.#mac, chip: this.#options.chip ?? 'esp32' }),
        security,
        scheme,
        qr: this.#qrFacts(security.version, secret),
        hasPop: secret.pop !== null,
        secretOrigin: secretOrigin(security.version, secret),
        hasOwnVerifier: secret.verifier !== undefined,
        resetOnFailure: this.#options.resetOnFailure ?? profile.example.resetOnFailure,
        sessionOnly: sessionOnly !== undefined,
        renewsVersion: sessionOnly?.renewsVersion ?? profile.manager.renewsVersion ?? true,
        offersAgain: this.#offersAgain,
        logSecrets: this.#options.logSecrets ?? false,
      },
      (event) => this.#tell(event),
    );
    this.#running = { app, manager, wifi, transport };
    await app.start();
  }

  #qrFacts(securityVersion: SecurityVersion, secret: DeviceSecret): QrFacts | undefined {
    const { qrTransport: transport } = this.#options;
    if (!transport) return undefined;
    return { serviceName: this.serviceName, transport, securityVersion, ...labelSecret(securityVersion, secret) };
  }

  #tell(event: AppEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
