import type { ExportedMethod, Variant } from '@esp-prov/dbus';
import { bluezErrors, failed } from '../bluez-error.ts';
import type { Daemon } from '../daemon.ts';
import type { Adapter } from './adapter.ts';
import type { Advertisement } from './advertisement.ts';
import { type DiscoveryFilter, filterMatches, filterNames, parseFilter, patternAllows } from './discovery-filter.ts';

/** The scans of an adapter: every program has its own, and hears what all of them find. */
export class Discovery {
  readonly #daemon: Daemon;
  readonly #adapter: Adapter;
  /** Programs that scan. */
  readonly #sessions = new Set<string>();
  readonly #filters = new Map<string, DiscoveryFilter>();
  #scan: AbortController | undefined;

  constructor(daemon: Daemon, adapter: Adapter) {
    this.#daemon = daemon;
    this.#adapter = adapter;
  }

  /** Whether a scan runs. */
  get active(): boolean {
    return this.#sessions.size > 0;
  }

  /** Returns the methods of `org.bluez.Adapter1` for it. */
  methods(): Readonly<Record<string, ExportedMethod>> {
    return {
      StartDiscovery: { in: '', out: '', call: (_, { sender }) => this.#start(sender) },
      StopDiscovery: { in: '', out: '', call: (_, { sender }) => this.#stop(sender) },
      SetDiscoveryFilter: {
        in: 'a{sv}',
        out: '',
        call: ([given], { sender }) => this.#setFilter(sender, given as Readonly<Record<string, Variant>>),
      },
      GetDiscoveryFilters: { in: '', out: 'as', call: () => [filterNames] },
    };
  }

  /** Ends the scan of a program that has left the bus. */
  forget(sender: string): void {
    this.#filters.delete(sender);
    if (this.#sessions.delete(sender)) this.#update();
  }

  /** Ends all scans, as when the adapter is switched off. */
  end(): void {
    this.#sessions.clear();
    this.#filters.clear();
    this.#update();
  }

  #start(sender: string): void {
    if (!this.#adapter.powered) throw bluezErrors.notReady();
    if (this.#sessions.has(sender)) throw bluezErrors.busy();
    this.#sessions.add(sender);
    this.#update();
  }

  #stop(sender: string): void {
    if (!this.#adapter.powered) throw bluezErrors.notReady();
    if (!this.#sessions.delete(sender)) throw failed('No discovery started');
    this.#update();
  }

  #setFilter(sender: string, given: Readonly<Record<string, Variant>>): void {
    if (!this.#adapter.powered) throw bluezErrors.notReady();
    const filter = parseFilter(given);
    if (filter === undefined) this.#filters.delete(sender);
    else this.#filters.set(sender, filter);
  }

  #update(): void {
    if (this.active === (this.#scan !== undefined)) return;
    if (this.active) {
      const scan = new AbortController();
      this.#scan = scan;
      this.#daemon.background(() => this.#run(scan.signal));
    } else {
      this.#scan?.abort();
      this.#scan = undefined;
      for (const device of this.#adapter.devices) device.unseen();
    }
    this.#adapter.announce('Discovering');
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const { clock, delays, ended } = this.#daemon;
    const signal = AbortSignal.any([stopped, ended]);
    while (!signal.aborted) {
      // The first advertisement comes some time after the start.
      await clock.sleep(delays.advertisingMs, { signal }).catch(() => undefined);
      if (!signal.aborted) this.#listen();
    }
  }

  #listen(): void {
    for (const peer of this.#daemon.air.adapters) {
      if (peer === this.#adapter) continue;
      for (const advertisement of peer.onAir) {
        const rssi = this.#daemon.air.hear(this.#adapter.address, peer.address);
        if (rssi !== undefined) this.#hear(peer, advertisement, rssi);
      }
    }
  }

  #hear(peer: Adapter, advertisement: Advertisement, rssi: number): void {
    const { serviceUuids: uuids, localName: name, txPower } = advertisement;
    const sighting = { address: peer.address, name, uuids, rssi, txPower };
    const filters = [...this.#sessions].map((sender) => this.#filters.get(sender));
    // One scan without a filter is enough to hear everybody, yet only those that want to be found by strangers.
    const filtered = filters.every((filter) => filter !== undefined);
    const discoverable = advertisement.discoverable ?? peer.discoverable;
    if (!filtered && !discoverable && !filters.some((filter) => filter?.pattern !== undefined)) return;
    if (!patternAllows(filters, sighting)) return;
    if (filtered && !filters.some((filter) => filterMatches(filter, sighting))) return;
    const duplicates = filters.some((filter) => filter?.duplicateData === true);
    this.#adapter.hear(peer, { advertisement, rssi }, { filtered, duplicates });
  }
}
