import { foreignText, ProvisioningError } from '@esp-prov/protocol';
import { AdaptedDevice, type AdaptedDeviceOptions } from './adapted-device.ts';
import type { ProvisionSettings, TransportName } from './adapter-settings.ts';
import type { Sighting } from './device-reach.ts';

/**
 * The devices of an adapter by the names under which the SDKs know them. A name that a search returns is harmless
 * text and belongs to one device: if several devices have it, all but the strongest get their identifier behind it.
 */
export class KnownDevices {
  readonly #settings: ProvisionSettings;
  readonly #devices = new Map<string, AdaptedDevice>();

  constructor(settings: ProvisionSettings) {
    this.#settings = settings;
  }

  /** @throws ProvisioningError `adapter/unknown-device` */
  get(key: string): AdaptedDevice {
    const device = this.#devices.get(key);
    if (device) return device;
    const text = `no device “${foreignText(String(key), 64)}” was found or created`;
    throw new ProvisioningError('adapter/unknown-device', text);
  }

  find(key: string): AdaptedDevice | undefined {
    return this.#devices.get(key);
  }

  get all(): readonly AdaptedDevice[] {
    return [...this.#devices.values()];
  }

  /** Takes a device under a name, in the place of one that had it, which is left. */
  async put(options: AdaptedDeviceOptions): Promise<AdaptedDevice> {
    const before = this.#devices.get(options.key);
    const device = new AdaptedDevice(options, this.#settings);
    this.#devices.set(options.key, device);
    await before?.disconnect();
    return device;
  }

  /**
   * Takes the devices of a search, and forgets those of earlier ones that are not in use.
   *
   * @param found - the strongest first
   */
  takeFound(found: readonly Sighting[], options: Pick<AdaptedDeviceOptions, 'transport' | 'reach'>): AdaptedDevice[] {
    const { transport } = options;
    const heard = new Map<string, AdaptedDevice>();
    for (const [key, device] of this.#devices) {
      if (!device.sighting) continue;
      if (device.inUse) heard.set(`${device.options.transport} ${device.sighting.id}`, device);
      else this.#devices.delete(key);
    }
    return found.map((sighting) => {
      const key = foreignText(sighting.name);
      const known = heard.get(`${transport} ${sighting.id}`) ?? this.#created(key, transport);
      if (known) {
        known.sighting = sighting;
        return known;
      }
      const own = { ...options, key: this.#freeKey(key, sighting), name: sighting.name, sighting };
      const device = new AdaptedDevice(own, this.#settings);
      this.#devices.set(own.key, device);
      return device;
    });
  }

  /** Returns the device that an application has named and that no search has heard before. */
  #created(key: string, transport: TransportName): AdaptedDevice | undefined {
    const device = this.#devices.get(key);
    const fits = device && !device.sighting && !device.inUse && device.options.transport === transport;
    return fits ? device : undefined;
  }

  #freeKey(plain: string, { id }: Sighting): string {
    let key = plain;
    // A stranger may also be called as another one is with its mark.
    for (let mark = ` (${foreignText(id, 64)})`; this.#devices.has(key); mark += '*') key = `${plain}${mark}`;
    return key;
  }
}
