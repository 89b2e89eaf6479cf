import { setTimeout as sleep } from 'node:timers/promises';
import { Sightings } from '@esp-prov/bluez';
import type { BleCentral, CallOptions, FoundDevice, GattConnection, ScanFilter } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';

/** How often devices are looked for that were switched on meanwhile, in ms. */
const lookAgainMs = 300;

/** Longest time to look for a device that was restarted, in ms. */
const seeAgainMs = 3000;

/** What a virtual central works with. */
export interface VirtualCentralOptions {
  /** Buses of the devices that run now. */
  readonly buses: () => readonly string[];
  /** Opens Bluetooth on one of them. */
  readonly open: (bus: string) => BleCentral;
}

/** The central role near all virtual devices of this machine, each of which has a bus of its own. */
export class VirtualCentral implements BleCentral {
  readonly #options: VirtualCentralOptions;
  readonly #centrals = new Map<string, BleCentral>();
  readonly #homes = new Map<string, BleCentral>();

  constructor(options: VirtualCentralOptions) {
    this.#options = options;
  }

  async *scan(filter: ScanFilter, { signal }: CallOptions = {}): AsyncGenerator<FoundDevice, void, undefined> {
    const ending = new AbortController();
    const ended = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
    const sightings = new Sightings();
    const looking = this.#look(filter, ended, (device) => sightings.add(device)).finally(() => sightings.end());
    looking.catch(() => undefined);
    try {
      for (let device = await sightings.next(); device; device = await sightings.next()) yield device;
      signal?.throwIfAborted();
    } finally {
      ending.abort();
      await looking;
    }
  }

  async connect(id: string, options: CallOptions = {}): Promise<GattConnection> {
    const home = await this.#homeOf(id, options);
    if (home) return await home.connect(id, options);
    throw new ProvisioningError('link/unreachable', `the virtual device ${id} was not seen`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const central of this.#centrals.values()) await central[Symbol.asyncDispose]();
    this.#centrals.clear();
  }

  /** Returns where a device is that was seen: on another bus, if it was restarted meanwhile. */
  async #homeOf(id: string, { signal }: CallOptions): Promise<BleCentral | undefined> {
    const seen = this.#homes.get(id);
    if (!seen) return undefined;
    const [bus] = [...this.#centrals].find(([, central]) => central === seen) ?? [];
    if (bus !== undefined && this.#options.buses().includes(bus)) return seen;
    if (bus !== undefined) await this.#forget(bus, seen);
    const patience = AbortSignal.timeout(seeAgainMs);
    try {
      const search = this.scan({}, { signal: signal ? AbortSignal.any([signal, patience]) : patience });
      for await (const device of search) if (device.id === id) break;
    } catch (error) {
      // It is still known, for a later attempt.
      if (!this.#homes.has(id)) this.#homes.set(id, seen);
      if (!patience.aborted || signal?.aborted) throw error;
      throw new ProvisioningError('link/unreachable', `the virtual device ${id} has been switched off`);
    }
    return this.#homes.get(id);
  }

  /** Closes what a device has left behind, so that the next one at its address is found. */
  async #forget(bus: string, central: BleCentral): Promise<void> {
    this.#centrals.delete(bus);
    for (const [id, home] of this.#homes) if (home === central) this.#homes.delete(id);
    // Its bus may have ended with the device.
    await Promise.resolve(central[Symbol.asyncDispose]()).catch(() => undefined);
  }

  /** Scans on every bus, those that come meanwhile included, until it is to end. */
  async #look(filter: ScanFilter, ended: AbortSignal, see: (device: FoundDevice) => void): Promise<void> {
    const scans = new Map<string, Promise<void>>();
    while (!ended.aborted) {
      for (const bus of this.#options.buses()) {
        if (scans.has(bus)) continue;
        const scan = this.#lookOn(bus, filter, ended, see);
        scans.set(bus, scan);
        // A device that is being switched on or off is looked for again.
        void scan.finally(() => scans.delete(bus));
      }
      await sleep(lookAgainMs, undefined, { signal: ended }).catch(() => undefined);
    }
    await Promise.all(scans.values());
  }

  async #lookOn(
    bus: string,
    filter: ScanFilter,
    ended: AbortSignal,
    see: (device: FoundDevice) => void,
  ): Promise<void> {
    const central = this.#centrals.get(bus) ?? this.#options.open(bus);
    this.#centrals.set(bus, central);
    try {
      for await (const device of central.scan(filter, { signal: ended })) {
        // Of two devices with one address the first is meant throughout: an address names one.
        if (!this.#homes.has(device.id)) this.#homes.set(device.id, central);
        if (this.#homes.get(device.id) === central) see(device);
      }
    } catch {
      // The end of another device is no failure of the search.
      if (!ended.aborted) await this.#forget(bus, central);
    }
  }
}
