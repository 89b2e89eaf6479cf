import type { BleCentral, CallOptions, FoundDevice, GattConnection, ScanFilter } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import { MemoryConnection } from './memory-connection.ts';
import { never, type RadioAir } from './radio-air.ts';

/** Time between two advertisements. esp-idf: interval 0x100 in protocomm_nimble.c */
const advertisingIntervalMs = 160;

/** Strengths that a scanner hears, one after another. */
const strengths = [-48, -52, -50];

/** The client's end of the memory radio. */
export class MemoryCentral implements BleCentral {
  readonly #air: RadioAir;
  readonly #connections = new Set<MemoryConnection>();
  readonly #closed = new AbortController();

  constructor(air: RadioAir) {
    this.#air = air;
  }

  async *scan(filter: ScanFilter, options: CallOptions = {}): AsyncGenerator<FoundDevice, void, undefined> {
    const signal = this.#signal(options);
    for (let round = 0; ; round++) {
      signal.throwIfAborted();
      const rssi = strengths[round % strengths.length] as number;
      for (const peripheral of [...this.#air.peripherals.values()]) {
        const device = peripheral.sighting(rssi);
        if (device && fits(device, filter)) yield device;
        signal.throwIfAborted();
      }
      await this.#air.clock.sleep(advertisingIntervalMs, { signal });
    }
  }

  async connect(id: string, options: CallOptions = {}): Promise<GattConnection> {
    const signal = this.#signal(options);
    signal.throwIfAborted();
    const fault = await this.#air.next({ kind: 'connect', target: id }, signal);
    if (fault === 'hang') return await never(signal);
    const peripheral = this.#air.peripherals.get(id);
    const connection = peripheral && new MemoryConnection(this.#air, peripheral);
    if (typeof fault === 'object' || fault === 'drop-before' || !connection?.begin()) {
      throw new ProvisioningError('link/unreachable', `no device ${id} accepts a connection`, { details: { id } });
    }
    this.#connections.add(connection);
    if (fault === 'drop-after') connection.lose();
    return connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort(new ProvisioningError('link/closed'));
    for (const connection of this.#connections) await connection[Symbol.asyncDispose]();
    this.#connections.clear();
  }

  /** Breaks every link, as when the device leaves. */
  drop(): void {
    for (const connection of this.#connections) connection.lose();
    this.#connections.clear();
  }

  #signal({ signal }: CallOptions): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
  }
}

function fits({ name, services }: FoundDevice, { namePrefix, service }: ScanFilter): boolean {
  if (namePrefix !== undefined && !name?.startsWith(namePrefix)) return false;
  return service === undefined || services.includes(service.toLowerCase());
}
