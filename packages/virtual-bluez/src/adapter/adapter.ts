import { bluezError, failed } from '../bluez-error.ts';
import { bluezInterfaces, bluezRoot } from '../bluez-names.ts';
import type { Daemon } from '../daemon.ts';
import { Device, type Sighting } from '../device/device.ts';
import { GattManager } from '../gatt/gatt-manager.ts';
import { adapterInterface } from './adapter-interface.ts';
import type { Advertisement } from './advertisement.ts';
import { AdvertisingManager } from './advertising-manager.ts';
import { Discovery } from './discovery.ts';

/** What an adapter is from the start, and what bluetoothd remembers of it. */
export interface AdapterSettings {
  /** Name such as `hci0`. */
  readonly name: string;
  /** Address such as `02:00:00:00:00:00`. */
  readonly address: string;
  readonly addressType: 'public' | 'random';
  /** Longest packet of the Attribute Protocol that it agrees to, in bytes. */
  readonly mtu: number;
  /** Whether it goes on advertising while a central is connected, so that several can be. */
  readonly keepsAdvertising: boolean;
  /** Name of the machine, which is that of the adapter until it is given another. */
  readonly systemName: string;
  alias: string;
  powered: boolean;
  /** Blocked by rfkill. */
  blocked: boolean;
  /** Whether it believes that devices have the services that they had. */
  staleCache: boolean;
}

/** State of the power, as the property has it. */
type PowerState = 'on' | 'off' | 'off-enabling' | 'on-disabling' | 'off-blocked';

/** An adapter: `org.bluez.Adapter1` and the managers beside it. */
export class Adapter {
  readonly path: string;
  readonly discovery: Discovery;
  readonly advertising: AdvertisingManager;
  readonly gatt: GattManager;
  readonly #daemon: Daemon;
  readonly #settings: AdapterSettings;
  readonly #devices = new Map<string, Device>();
  #down = new AbortController();
  #powerState: PowerState;
  discoverable = false;
  pairable = true;

  constructor(daemon: Daemon, settings: AdapterSettings) {
    this.#daemon = daemon;
    this.#settings = settings;
    this.path = `${bluezRoot}/${settings.name}`;
    this.#powerState = settings.blocked ? 'off-blocked' : settings.powered ? 'on' : 'off';
    if (!settings.powered) this.#down.abort();
    this.discovery = new Discovery(daemon, this);
    this.advertising = new AdvertisingManager(daemon, this);
    this.gatt = new GattManager(daemon);
    daemon.server.add(this.path, {
      [bluezInterfaces.adapter]: adapterInterface(this),
      [bluezInterfaces.gattManager]: this.gatt.exported(),
      [bluezInterfaces.advertisingManager]: this.advertising.exported(),
    });
  }

  get name(): string {
    return this.#settings.name;
  }

  get address(): string {
    return this.#settings.address;
  }

  get addressType(): string {
    return this.#settings.addressType;
  }

  get mtu(): number {
    return this.#settings.mtu;
  }

  get systemName(): string {
    return this.#settings.systemName;
  }

  get alias(): string {
    return this.#settings.alias || this.#settings.systemName;
  }

  get powered(): boolean {
    return this.#settings.powered;
  }

  get powerState(): string {
    return this.#powerState;
  }

  get staleCache(): boolean {
    return this.#settings.staleCache;
  }

  /** Aborted when the adapter is switched off or pulled out. */
  get down(): AbortSignal {
    return this.#down.signal;
  }

  /** The devices that it knows. */
  get devices(): Iterable<Device> {
    return this.#devices.values();
  }

  /**
   * The advertisements that it sends now. While a central is connected, most controllers send only those that do not
   * allow a connection.
   */
  get onAir(): readonly Advertisement[] {
    if (!this.powered) return [];
    const { keepsAdvertising } = this.#settings;
    const taken = !keepsAdvertising && [...this.devices].some((device) => device.link?.peripheral === device);
    return this.advertising.advertisements.filter(({ connectable }) => !connectable || !taken);
  }

  /** Whether a central could connect now. */
  get connectable(): boolean {
    return this.onAir.some(({ connectable }) => connectable);
  }

  /** Returns the device for another adapter, which is known from now on. */
  deviceOf(peer: Adapter): Device {
    return this.#devices.get(peer.address) ?? this.#addDevice(peer);
  }

  /** Takes in an advertisement of another adapter. */
  hear(peer: Adapter, sighting: Sighting, options: { filtered: boolean; duplicates: boolean }): void {
    const device = this.#devices.get(peer.address);
    if (device === undefined) this.#addDevice(peer, sighting);
    else device.seen(sighting, options);
  }

  /** Forgets a device and its keys, once it is disconnected. */
  async forgetDevice(device: Device): Promise<void> {
    device.bonded = false;
    await device.disconnect();
    // The answer leaves first, as it does after `Disconnect`.
    this.#daemon.background(async (signal) => {
      await this.#daemon.clock.sleep(0, { signal });
      this.removeDevice(device);
    });
  }

  /** Takes a device off the bus. */
  removeDevice(device: Device): void {
    if (this.#devices.get(device.address) !== device) return;
    this.#devices.delete(device.address);
    device.remove();
  }

  /** Switches the adapter on or off. @throws DBusError while it is blocked */
  setPowered(powered: boolean): void {
    if (powered === this.powered) return;
    if (powered && this.#settings.blocked) throw bluezError('Blocked', 'Blocked through rfkill');
    if (powered) this.#switchOn();
    else this.#switchOff('off');
  }

  /** Blocks the adapter as rfkill does, or lifts the block; it stays off then. */
  setBlocked(blocked: boolean): void {
    this.#settings.blocked = blocked;
    if (blocked && this.powered) {
      this.#switchOff('off-blocked');
      return;
    }
    this.#setPowerState(blocked ? 'off-blocked' : this.powered ? 'on' : 'off');
  }

  setAlias(alias: string): void {
    this.#settings.alias = alias;
    this.announce('Alias');
  }

  setDiscoverable(discoverable: boolean): void {
    if (discoverable && !this.powered) throw failed('Not Powered');
    this.discoverable = discoverable;
    this.announce('Discoverable');
  }

  setPairable(pairable: boolean): void {
    this.pairable = pairable;
    this.announce('Pairable');
  }

  /** Forgets what a program wanted that has left the bus. */
  async forget(sender: string): Promise<void> {
    this.discovery.forget(sender);
    this.advertising.forget(sender);
    await this.gatt.forget(sender);
    for (const device of this.devices) await device.services.forget(sender);
  }

  /** Takes the adapter off the bus with everything below it. */
  async remove(): Promise<void> {
    this.#down.abort();
    this.discovery.end();
    for (const device of [...this.devices]) this.removeDevice(device);
    this.advertising.releaseAll();
    await this.gatt.clear();
    this.#daemon.server.remove(this.path);
  }

  announce(...names: string[]): void {
    this.#daemon.server.changed(this.path, bluezInterfaces.adapter, ...names);
  }

  #addDevice(peer: Adapter, first?: Sighting): Device {
    const device = new Device(this.#daemon, this, peer, first);
    this.#devices.set(peer.address, device);
    return device;
  }

  #switchOn(): void {
    this.#setPowerState('off-enabling');
    this.#down = new AbortController();
    this.#settings.powered = true;
    this.announce('Powered');
    this.#setPowerState('on');
  }

  #switchOff(state: 'off' | 'off-blocked'): void {
    this.#setPowerState('on-disabling');
    for (const device of [...this.devices]) if (device.temporary && !device.connected) this.removeDevice(device);
    this.#settings.powered = false;
    this.discoverable = false;
    this.#down.abort();
    this.announce('Powered', 'Discoverable');
    for (const device of this.devices) device.drop();
    this.discovery.end();
    this.#setPowerState(state);
  }

  #setPowerState(state: PowerState): void {
    if (state === this.#powerState) return;
    this.#powerState = state;
    this.announce('PowerState');
  }
}
