import type { BleCentral, CallOptions, FoundDevice, GattConnection, ScanFilter } from '@esp-prov/client';
import { type Clock, ProvisioningError } from '@esp-prov/protocol';
import type { RadioWaits } from './radio-waits.ts';
import { TabConnection } from './tab-connection.ts';
import type { TabPeripheral } from './tab-peripheral.ts';

/** Time between two sightings in ms. esp-idf: interval 0x100 in protocomm_nimble.c */
const advertisingIntervalMs = 160;

/** Strength at which the page hears a device that is in it, in dBm. */
const strength = -42;

/** What a central needs of its radio. */
interface CentralParts {
  readonly clock: Clock;
  readonly waits: () => RadioWaits;
  readonly peripherals: ReadonlySet<TabPeripheral>;
}

/** The client's end of the radio in the page. */
export class TabCentral implements BleCentral {
  readonly #parts: CentralParts;
  readonly #connections = new Set<TabConnection>();
  readonly #closed = new AbortController();

  constructor(parts: CentralParts) {
    this.#parts = parts;
  }

  async *scan(filter: ScanFilter, options: CallOptions = {}): AsyncGenerator<FoundDevice, void, undefined> {
    const signal = this.#signal(options);
    for (;;) {
      signal.throwIfAborted();
      for (const peripheral of [...this.#parts.peripherals]) {
        const device = peripheral.sighting(strength);
        if (device && fits(device, filter)) yield device;
        signal.throwIfAborted();
      }
      await this.#parts.clock.sleep(advertisingIntervalMs, { signal });
    }
  }

  async connect(id: string, options: CallOptions = {}): Promise<GattConnection> {
    const signal = this.#signal(options);
    const { clock, waits, peripherals } = this.#parts;
    await clock.sleep(waits().connectMs, { signal });
    const peripheral = [...peripherals].find(({ address }) => address === id);
    const operate = (end: AbortSignal) => clock.sleep(waits().operationMs, { signal: end });
    const ended = (over: TabConnection) => this.#connections.delete(over);
    const connection = peripheral && new TabConnection(peripheral, { operate, ended });
    if (!connection?.begin()) {
      throw new ProvisioningError('link/unreachable', `no device ${id} accepts a connection`, { details: { id } });
    }
    this.#connections.add(connection);
    return connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort(new ProvisioningError('link/closed'));
    for (const connection of [...this.#connections]) await connection[Symbol.asyncDispose]();
  }

  #signal({ signal }: CallOptions): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
  }
}

function fits({ name, services }: FoundDevice, { namePrefix, service }: ScanFilter): boolean {
  if (namePrefix !== undefined && !name?.startsWith(namePrefix)) return false;
  return service === undefined || services.includes(service.toLowerCase());
}
