import { type Clock, ProvisioningError, systemClock, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { BleCentral, FoundDevice, ScanFilter } from '../ble/ble-central.ts';
import type { CallOptions } from '../transport/transport.ts';
import { forkHost } from './fork-host.ts';
import { HostLink, type HostWires } from './host-link.ts';
import { NobleConnection } from './noble-connection.ts';

/** Settings of a central over noble. */
export interface NobleCentralOptions {
  readonly clock?: Clock | undefined;
  /** Longest time for the adapter to answer in ms; default 10 000. */
  readonly adapterTimeoutMs?: number | undefined;
  /** Longest time to connect and to learn the services in ms; default 20 000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Way to the process that holds noble; default: one of our own is started at the first use. */
  readonly wires?: (() => HostWires) | undefined;
}

/**
 * Returns the central role on macOS and Windows by the optional package `@stoprocent/noble`, which runs in a process of
 * its own: what cannot be caught there ends that process and becomes `bluetooth/refused` here. Without the package:
 * `host/package-missing`.
 */
export function nobleCentral(options: NobleCentralOptions = {}): BleCentral {
  return new NobleCentral(options);
}

class NobleCentral implements BleCentral {
  readonly #options: NobleCentralOptions;
  readonly #clock: Clock;
  readonly #connections = new Set<NobleConnection>();
  #host: HostLink | undefined;
  #scans = 0;
  #closed = false;

  constructor(options: NobleCentralOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async *scan({ namePrefix, service }: ScanFilter, { signal }: CallOptions = {}): AsyncGenerator<FoundDevice> {
    signal?.throwIfAborted();
    const host = this.#open();
    const found: FoundDevice[] = [];
    let failure: ProvisioningError | undefined;
    let wake = () => {};
    const unwatch = host.watch((event) => {
      if (event.kind === 'found') found.push(event.device);
      if (event.kind === 'adapter-lost') failure = new ProvisioningError(event.failure.code, event.failure.message);
      wake();
    });
    const onAbort = () => wake();
    signal?.addEventListener('abort', onAbort, { once: true });
    const wanted = service?.toLowerCase();
    try {
      // Filtered here: noble has one scan, and several may want different things of it.
      if (this.#scans++ === 0) await this.#ask(signal, () => host.request({ kind: 'start-scan', services: [] }));
      for (;;) {
        signal?.throwIfAborted();
        const device = found.shift();
        if (!device && failure) throw failure;
        if (!device) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else if (fits(device, namePrefix, wanted)) yield device;
      }
    } finally {
      unwatch();
      signal?.removeEventListener('abort', onAbort);
      if (--this.#scans === 0) await this.#ask(undefined, () => host.request({ kind: 'stop-scan' })).catch(() => {});
    }
  }

  async connect(id: string, { signal }: CallOptions = {}): Promise<NobleConnection> {
    const host = this.#open();
    const ms = this.#options.connectTimeoutMs ?? 20_000;
    const reason = () => new ProvisioningError('link/unreachable', `no connection to ${id} within ${ms / 1000} s`);
    const opening = withDeadline({ clock: this.#clock, ms, reason, signal }, (both) => {
      const request = host.request({ kind: 'connect', id });
      // A connection that comes too late must not stay open.
      const late = () =>
        void request.then(
          ({ connection }) => host.request({ kind: 'disconnect', connection }),
          () => {},
        );
      return untilAborted(request, both).catch((error: unknown) => {
        if (both.aborted) late();
        throw error;
      });
    });
    const connection = new NobleConnection(host, await opening, this.#clock);
    this.#connections.add(connection);
    connection.lost.addEventListener('abort', () => this.#connections.delete(connection), { once: true });
    return connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const host = this.#host;
    this.#host = undefined;
    for (const connection of this.#connections) await connection[Symbol.asyncDispose]();
    this.#connections.clear();
    await host?.[Symbol.asyncDispose]();
  }

  #open(): HostLink {
    if (this.#closed) throw new ProvisioningError('link/closed');
    this.#host ??= new HostLink((this.#options.wires ?? forkHost)());
    return this.#host;
  }

  #ask<T>(signal: AbortSignal | undefined, request: () => Promise<T>): Promise<T> {
    const ms = this.#options.adapterTimeoutMs ?? 10_000;
    const reason = () =>
      new ProvisioningError('bluetooth/no-adapter', `the Bluetooth adapter does not answer within ${ms / 1000} s`);
    return withDeadline({ clock: this.#clock, ms, reason, signal }, (both) => untilAborted(request(), both));
  }
}

function fits({ name, services }: FoundDevice, namePrefix: string | undefined, service: string | undefined): boolean {
  if (namePrefix !== undefined && !name?.startsWith(namePrefix)) return false;
  return service === undefined || services.includes(service);
}
