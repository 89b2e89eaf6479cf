import { type DeviceTransport, ProvisioningManager } from '@esp-prov/device';
import { type Flash, NvsError, type NvsStore, type PartitionTable } from '@esp-prov/nvs';
import { type Clock, type LogLevel, ProvisioningError, systemClock } from '@esp-prov/protocol';
import type { VirtualAccessPoint } from './air/access-point.ts';
import { street } from './air/street.ts';
import { VirtualWifi } from './air/virtual-wifi.ts';
import { BleScheme } from './ble-scheme.ts';
import { printBootFailure, printBootLog } from './boot-log.ts';
import { type DeviceSecret, deviceSecurity } from './device-secret.ts';
import { type AppEvent, ExampleApp } from './example-app.ts';
import { type DeviceFault, withFaults } from './faults.ts';
import { factoryFlash, readPartitionTable } from './flash/flash-image.ts';
import { nvsKeyValueStore } from './flash/nvs-key-value-store.ts';
import { openNvs } from './flash/open-nvs.ts';
import { defaultMac, parseMac, serviceName } from './mac-address.ts';
import { readme } from './profiles/readme.ts';
import type { ReleaseProfile } from './profiles/release-profile.ts';
import { type Serial, serialLog } from './serial-monitor.ts';

/** A virtual ESP32, put together. */
export interface VirtualEsp32Options {
  /** Its flash, with a partition table; left out: a new one in memory. Everything that the device keeps is in it. */
  readonly flash?: Flash | undefined;
  /** Name of the chip in its boot log. */
  readonly chip?: string | undefined;
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

/** What runs from switching on to switching off. */
interface Running {
  readonly app: ExampleApp;
  readonly wifi: VirtualWifi;
  readonly transport: DeviceTransport;
}

/** An ESP32 with Espressif's provisioning example on it: a flash image, a radio, an application. */
export class VirtualEsp32 implements AsyncDisposable {
  readonly serviceName: string;
  /** Its flash; it outlives the device. */
  readonly flash: Flash;
  readonly #options: VirtualEsp32Options;
  readonly #listeners = new Set<(event: AppEvent) => void>();
  #running: Running | undefined;

  constructor(options: VirtualEsp32Options) {
    this.#options = options;
    this.flash = options.flash ?? factoryFlash();
    this.serviceName = serviceName(parseMac(options.mac ?? defaultMac));
  }

  /** Hands every event of the application to `listener` until the returned function is called. */
  watch(listener: (event: AppEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Switches it on; resolves when it offers provisioning or begins to join its network.
   *
   * @throws ProvisioningError `flash/not-bootable` without a valid partition table, `flash/no-nvs` without usable NVS;
   *   the serial port says the same as a chip's would
   */
  async boot(): Promise<void> {
    const {
      profile = readme,
      clock = systemClock,
      air = street,
      fast = false,
      serial = () => undefined,
    } = this.#options;
    const table = this.#startBootloader(serial, profile);
    const log = serialLog({ serial, clock, level: this.#options.logLevel ?? 'info', startMs: appStartMs });
    const nvs = this.#openNvs(table, (text) => log('error', 'app', text));
    const { secret = {}, faults = [], autoStop } = this.#options;
    const security = deviceSecurity(profile, secret);
    const { ble } = this.#options.transport;
    const scheme = ble && new BleScheme({ behaviour: profile.ble, ...ble, hasSessions: security.hasSessions, log });
    const heard = scheme?.listening(this.#options.transport) ?? this.#options.transport;
    const transport = faults.length > 0 ? withFaults(heard, faults, clock) : heard;
    const wifi = new VirtualWifi({ air, clock, pace: fast ? 0 : 1 });
    const manager = new ProvisioningManager({
      transport,
      wifi,
      store: nvsKeyValueStore(nvs),
      clock,
      log,
      settings: {
        ...profile.manager,
        ...(fast ? { connectDelayMs: 0, cleanupDelayMs: 100 } : {}),
        ...(autoStop === undefined ? {} : { autoStop }),
      },
    });
    const app = new ExampleApp(
      {
        profile,
        manager,
        wifi,
        log,
        clock,
        serviceName: this.serviceName,
        security,
        scheme,
        hasPop: secret.pop !== null,
        resetOnFailure: this.#options.resetOnFailure ?? profile.example.resetOnFailure,
        logSecrets: this.#options.logSecrets ?? false,
      },
      (event) => {
        for (const listener of this.#listeners) listener(event);
      },
    );
    this.#running = { app, wifi, transport };
    await app.start();
  }

  /** Switches it off; what the flash holds stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.app.stop();
    running?.wifi.leave();
    await running?.transport[Symbol.asyncDispose]();
  }

  #startBootloader(serial: Serial, { idfVersion }: ReleaseProfile): PartitionTable {
    const about = { idfVersion, chip: this.#options.chip ?? 'esp32', flashSize: this.flash.size };
    try {
      const table = readPartitionTable(this.flash);
      printBootLog(serial, { ...about, table });
      return table;
    } catch (cause) {
      if (!(cause instanceof NvsError)) throw cause;
      printBootFailure(serial, { ...about, reason: bootloaderWords(cause) });
      throw new ProvisioningError('flash/not-bootable', cause.message, { cause });
    }
  }

  #openNvs(table: PartitionTable, complain: (text: string) => void): NvsStore {
    try {
      return openNvs(this.flash, table);
    } catch (error) {
      complain(`nvs_flash_init failed: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }
}

/** What the bootloader says of a table that it refuses. esp-idf: bootloader_support/src/flash_partitions.c */
function bootloaderWords({ details, message }: NvsError): string {
  if (details['rule'] === 'empty') return 'partition 0 invalid magic number 0xffff';
  return details['rule'] === 'md5' ? 'Incorrect MD5 checksum' : message;
}
