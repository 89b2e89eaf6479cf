import type { BleCentral, FoundDevice, GattConnection, ScanFilter } from '@esp-prov/client';
import { ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { Bluetoothd } from '../service/bluetoothd.ts';
import { BluezHost, type BluezOptions, type UsableAdapter } from '../service/bluez-host.ts';
import { bluezInterfaces } from '../service/bluez-names.ts';
import { BluezConnection } from './bluez-connection.ts';
import { connectDevice, unreachable } from './connect-device.ts';
import { Discovery } from './discovery.ts';
import { fits, foundDevice } from './found-device.ts';
import { Sightings } from './sightings.ts';

/** How to use this machine as a central. */
export interface BluezCentralOptions extends BluezOptions {
  /** Longest time for connecting and finding the services, in ms; default 18 000: the client gives up after 20 s without a reason. */
  readonly connectTimeoutMs?: number | undefined;
  /** Longest time for reading or writing once, in ms; default 40 000, as a device's work is part of its answer. */
  readonly operationTimeoutMs?: number | undefined;
}

type Options = { readonly signal?: AbortSignal | undefined };

/** Returns the central role on Linux, by way of bluetoothd; nothing is opened before it is used. */
export function bluezCentral(options: BluezCentralOptions = {}): BleCentral {
  return new BluezCentral(options);
}

class BluezCentral implements BleCentral {
  readonly #host: BluezHost;
  readonly #connectTimeoutMs: number;
  readonly #operationTimeoutMs: number;
  readonly #closed = new AbortController();
  readonly #connections = new Map<string, BluezConnection | 'connecting'>();
  readonly #suspects = new Set<string>();
  readonly #discoveries = new WeakMap<Bluetoothd, Map<string, Discovery>>();

  constructor({ connectTimeoutMs = 18_000, operationTimeoutMs = 40_000, ...host }: BluezCentralOptions) {
    this.#host = new BluezHost(host);
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#operationTimeoutMs = operationTimeoutMs;
  }

  async *scan(filter: ScanFilter, { signal }: Options = {}): AsyncGenerator<FoundDevice, void, undefined> {
    const stop = this.#untilClosed(signal);
    const usable = await this.#host.adapter('central', { signal: stop });
    const { bluetoothd, adapter } = usable;
    const sightings = new Sightings();
    const see = (path: string) => {
      const device = foundDevice(bluetoothd.get(path, bluezInterfaces.device) ?? {});
      if (device === undefined || !isBelow(path, adapter.path) || !fits(device, filter)) return;
      if (device.isTaken && this.#connections.has(path)) return;
      sightings.add(device);
    };
    const stopListening = bluetoothd.onChange(({ path, interface: name, changed }) => {
      if (name === bluezInterfaces.device && changed !== undefined) see(path);
      if (name === bluezInterfaces.adapter && path === adapter.path && changed?.['Powered'] !== true) {
        if (changed === undefined || 'Powered' in changed) sightings.end();
      }
    });
    const end = () => sightings.end();
    for (const source of [stop, bluetoothd.gone]) source.addEventListener('abort', end);
    const joined = this.#discovery(usable).join(filter.service);
    try {
      await untilAborted(joined, stop);
      // What another scan hears at this time has a strength already.
      for (const [path] of bluetoothd.having(bluezInterfaces.device)) see(path);
      for (let device = await sightings.next(); device !== undefined; device = await sightings.next()) yield device;
      stop.throwIfAborted();
      throw await this.#host.troubleOf(usable);
    } finally {
      stopListening();
      for (const source of [stop, bluetoothd.gone]) source.removeEventListener('abort', end);
      const leave = await joined.catch(() => undefined);
      await leave?.();
    }
  }

  async connect(id: string, { signal }: Options = {}): Promise<GattConnection> {
    const stop = this.#untilClosed(signal);
    const { bluetoothd, adapter } = await this.#host.adapter('central', { signal: stop });
    const path = findDevice(bluetoothd, adapter.path, id) ?? (await this.#seek(id, stop));
    if (this.#connections.has(path)) throw unreachable(id, 'this program is connected to it already');
    this.#connections.set(path, 'connecting');
    const { clock, log } = this.#host;
    const device = { path, address: id, clock, log };
    try {
      await connectDevice(bluetoothd, { ...device, timeoutMs: this.#connectTimeoutMs, signal: stop });
      const connection = new BluezConnection(bluetoothd, {
        ...device,
        operationTimeoutMs: this.#operationTimeoutMs,
        suspects: this.#suspects,
        onEnd: () => this.#connections.delete(path),
      });
      this.#connections.set(path, connection);
      return connection;
    } catch (error) {
      this.#connections.delete(path);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort(new ProvisioningError('link/closed', 'Bluetooth was closed by this program'));
    const open = [...this.#connections.values()].filter((connection) => connection !== 'connecting');
    await Promise.all(open.map((connection) => connection[Symbol.asyncDispose]()));
    await this.#host[Symbol.asyncDispose]();
  }

  /** Waits until a device is heard: bluetoothd cannot connect to one that it does not remember. */
  async #seek(id: string, signal: AbortSignal): Promise<string> {
    const ms = this.#connectTimeoutMs;
    const reason = () => unreachable(id, `it was not heard within ${ms / 1000} s`);
    return await withDeadline({ clock: this.#host.clock, ms, reason, signal }, async (both) => {
      for await (const device of this.scan({}, { signal: both })) {
        if (device.id !== id) continue;
        const { bluetoothd, adapter } = await this.#host.adapter('central', { signal: both });
        const path = findDevice(bluetoothd, adapter.path, id);
        if (path !== undefined) return path;
      }
      throw reason();
    });
  }

  #discovery({ bluetoothd, adapter }: UsableAdapter): Discovery {
    const ofThisLife = this.#discoveries.get(bluetoothd) ?? new Map<string, Discovery>();
    this.#discoveries.set(bluetoothd, ofThisLife);
    const discovery = ofThisLife.get(adapter.path) ?? new Discovery(bluetoothd, adapter.path, this.#host);
    ofThisLife.set(adapter.path, discovery);
    return discovery;
  }

  #untilClosed(signal: AbortSignal | undefined): AbortSignal {
    signal?.throwIfAborted();
    this.#closed.signal.throwIfAborted();
    return signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
  }
}

function findDevice(bluetoothd: Bluetoothd, adapterPath: string, address: string): string | undefined {
  for (const [path, properties] of bluetoothd.having(bluezInterfaces.device)) {
    if (properties['Address'] === address.toUpperCase() && isBelow(path, adapterPath)) return path;
  }
  return undefined;
}

function isBelow(path: string, adapterPath: string): boolean {
  return path.startsWith(`${adapterPath}/`);
}
