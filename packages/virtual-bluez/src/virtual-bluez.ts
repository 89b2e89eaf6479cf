import type { AdapterSettings } from './adapter/adapter.ts';
import { Bluetoothd, type BluetoothdWorld } from './bluetoothd.ts';
import type { Air } from './radio/air.ts';
import type { BluezFault } from './radio/faults.ts';

/** A virtual BlueZ that is up, and what can happen to it. Adapters go by their names, such as `hci0`. */
export interface VirtualBluez extends AsyncDisposable {
  /** Address of its bus: clients find it with this in `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string;
  /** How many links its adapters have made. */
  readonly links: number;
  /** Has something go wrong that is still to come, until the returned function is called. */
  addFault(fault: BluezFault): () => void;
  /** Ends the links of an adapter, or all, as when the other side goes away. */
  dropLinks(adapter?: string): void;
  /** Sets how strong two adapters hear each other in dBm; undefined: not at all, and their link ends. */
  setSignal(one: string, other: string, rssi: number | undefined): void;
  /** Switches an adapter on or off, as another program would. */
  setPowered(adapter: string, powered: boolean): void;
  /** Blocks an adapter as rfkill does, or lifts the block. */
  setBlocked(adapter: string, blocked: boolean): void;
  /** Makes an adapter believe, from its next connection on, that devices have the services that they had. */
  setStaleCache(adapter: string, stale: boolean): void;
  /** Pulls an adapter out. */
  unplug(adapter: string): Promise<void>;
  /** Plugs an adapter in again. */
  plug(adapter: string): void;
  /** Ends bluetoothd; its name is free until it is started again. */
  stopService(): Promise<void>;
  /** Starts bluetoothd, which has forgotten its devices. */
  startService(): Promise<void>;
}

/** {@link VirtualBluez} on a bus that is there. */
export class RunningBluez implements VirtualBluez {
  readonly #world: BluetoothdWorld;
  readonly #all: ReadonlyMap<string, AdapterSettings>;
  readonly #plugged: Map<string, AdapterSettings>;
  readonly #end: () => Promise<void>;
  #daemon: Bluetoothd | undefined;

  private constructor(world: BluetoothdWorld, plugged: Map<string, AdapterSettings>, end: () => Promise<void>) {
    this.#world = world;
    this.#all = new Map(plugged);
    this.#plugged = plugged;
    this.#end = end;
  }

  /** Starts bluetoothd; `end` ends what it was started on. */
  static async start(
    world: Omit<BluetoothdWorld, 'settings'>,
    adapters: readonly AdapterSettings[],
    options: { readonly end: () => Promise<void>; readonly signal?: AbortSignal | undefined },
  ): Promise<RunningBluez> {
    const plugged = new Map(adapters.map((settings) => [settings.name, settings]));
    const running = new RunningBluez(
      { ...world, settings: { [Symbol.iterator]: () => plugged.values() } },
      plugged,
      options.end,
    );
    running.#daemon = await Bluetoothd.start(running.#world, { signal: options.signal });
    return running;
  }

  get address(): string {
    return this.#world.address;
  }

  /** What its adapters hear each other through. */
  get air(): Air {
    return this.#world.air;
  }

  get links(): number {
    const devices = [...(this.#daemon?.adapters ?? [])].flatMap((adapter) => [...adapter.devices]);
    return devices.filter((device) => device.link?.central === device).length;
  }

  addFault(fault: BluezFault): () => void {
    return this.#world.faults.add(fault);
  }

  dropLinks(adapter?: string): void {
    if (adapter !== undefined) this.#settings(adapter);
    for (const each of this.#daemon?.adapters ?? []) {
      if (adapter !== undefined && each.name !== adapter) continue;
      for (const device of each.devices) device.link?.drop();
    }
  }

  setSignal(one: string, other: string, rssi: number | undefined): void {
    const addresses = [this.#settings(one).address, this.#settings(other).address] as const;
    this.#world.air.setStrength(...addresses, rssi);
    if (rssi !== undefined) return;
    for (const device of this.#daemon?.adapter(one)?.devices ?? []) {
      if (device.address === addresses[1]) device.link?.drop();
    }
  }

  setPowered(adapter: string, powered: boolean): void {
    const settings = this.#settings(adapter);
    const running = this.#daemon?.adapter(adapter);
    if (running === undefined) settings.powered = powered;
    else running.setPowered(powered);
  }

  setBlocked(adapter: string, blocked: boolean): void {
    const settings = this.#settings(adapter);
    const running = this.#daemon?.adapter(adapter);
    if (running !== undefined) {
      running.setBlocked(blocked);
      return;
    }
    settings.blocked = blocked;
    if (blocked) settings.powered = false;
  }

  setStaleCache(adapter: string, stale: boolean): void {
    this.#settings(adapter).staleCache = stale;
  }

  async unplug(adapter: string): Promise<void> {
    this.#settings(adapter);
    this.#plugged.delete(adapter);
    await this.#daemon?.unplug(adapter);
  }

  plug(adapter: string): void {
    const settings = this.#settings(adapter);
    if (this.#plugged.has(adapter)) return;
    this.#plugged.set(adapter, settings);
    this.#daemon?.plug(settings);
  }

  async stopService(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = undefined;
    await daemon?.stop();
  }

  async startService(): Promise<void> {
    this.#daemon ??= await Bluetoothd.start(this.#world);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopService();
    await this.#end();
  }

  #settings(adapter: string): AdapterSettings {
    const settings = this.#all.get(adapter);
    if (settings === undefined) {
      throw new TypeError(`there is no adapter ${adapter}; there are ${[...this.#all.keys()].join(', ')}`);
    }
    return settings;
  }
}
