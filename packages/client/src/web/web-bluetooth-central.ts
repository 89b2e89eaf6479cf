import {
  type Clock,
  foreignText,
  type Log,
  ProvisioningError,
  silentLog,
  systemClock,
  underSignals,
  untilAborted,
  withDeadline,
} from '@esp-prov/protocol';
import type { BleCentral, FoundDevice, ScanFilter } from '../ble/ble-central.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { BrowserBluetooth, BrowserBluetoothDevice } from './browser-bluetooth.ts';
import { chooserFailure } from './chooser-failure.ts';
import { chooserRequest } from './chooser-request.ts';
import { ChosenDevices } from './chosen-devices.ts';
import { loadGattConnection } from './load-gatt-connection.ts';
import type { WebGattConnection } from './web-gatt-connection.ts';

/** How a browser's Bluetooth is used. */
export interface WebBluetoothOptions {
  /** `navigator.bluetooth`, or an object that does the same. */
  readonly bluetooth: BrowserBluetooth;
  /** UUIDs of services that devices of the embedder offer, beside those of Espressif. */
  readonly services?: readonly string[] | undefined;
  /** Longest time to connect, and then to learn the services, in ms; default 20 000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Longest time for one reading in ms; default 10 000. */
  readonly operationTimeoutMs?: number | undefined;
  /** Longest time for one writing in ms, which ends when the device has done its work; default 30 000. */
  readonly writeTimeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
}

/** What the browser's list shows. */
export interface ChooseFilter extends ScanFilter {
  /** UUIDs of further services that the page may use. */
  readonly optionalServices?: readonly string[] | undefined;
}

/** Longest time for the question after an adapter in ms. */
const availabilityMs = 3000;

/** Time in ms between two sightings of a device that was chosen; the browser reports none. */
const sightingMs = 500;

/**
 * The central role of a browser. A page sees the devices that somebody has chosen in the browser's list, and no others.
 *
 * Failures beside those of every central: `bluetooth/nothing-chosen`.
 */
export class WebBluetoothCentral implements BleCentral {
  readonly #options: WebBluetoothOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #chosen = new ChosenDevices();
  readonly #connections = new Map<string, WebGattConnection | 'opening'>();
  readonly #closed = new AbortController();

  constructor(options: WebBluetoothOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? silentLog;
  }

  /** Whether the machine has an adapter that is switched on; true where the browser does not say. */
  async isAvailable(): Promise<boolean> {
    const { bluetooth } = this.#options;
    const reason = () => new ProvisioningError('link/timeout');
    try {
      return await withDeadline({ clock: this.#clock, ms: availabilityMs, reason }, (all) =>
        untilAborted((async () => (await bluetooth.getAvailability?.()) ?? true)(), all),
      );
    } catch {
      return true;
    }
  }

  /**
   * Shows the browser's list and returns the device that somebody chooses there. It has to be called in the turn of a
   * click, and calls `requestDevice` in the same turn. The list stays open as long as nobody chooses; an abort ends the
   * wait, not the list.
   *
   * @throws ProvisioningError `bluetooth/nothing-chosen`, `bluetooth/no-adapter`, `bluetooth/not-permitted`,
   *   `usage/invalid-option`
   */
  async choose(filter: ChooseFilter = {}, { signal }: CallOptions = {}): Promise<FoundDevice> {
    const closed = this.#closed.signal;
    closed.throwIfAborted();
    signal?.throwIfAborted();
    const { bluetooth, services = [] } = this.#options;
    const request = chooserRequest(filter, [...services, ...(filter.optionalServices ?? [])]);
    let device: BrowserBluetoothDevice;
    try {
      const choosing = bluetooth.requestDevice(request);
      // Loaded while somebody chooses; what fails here is tried again, and reported, with the connection.
      loadGattConnection().catch(() => undefined);
      device = await underSignals([signal, closed], (all) => untilAborted(choosing, all));
    } catch (error) {
      signal?.throwIfAborted();
      closed.throwIfAborted();
      throw chooserFailure(error, await this.isAvailable());
    }
    const found = this.#chosen.add(device, filter.service);
    this.#log('info', 'bluetooth', `chosen: ${foreignText(found.name ?? found.id)}`);
    return found;
  }

  /**
   * Yields the devices that were chosen, again and again; where none of them fits, shows the browser's list once, as
   * {@link WebBluetoothCentral.choose} does.
   */
  async *scan(filter: ScanFilter, { signal }: CallOptions = {}): AsyncGenerator<FoundDevice, void, undefined> {
    signal?.throwIfAborted();
    const closed = this.#closed.signal;
    closed.throwIfAborted();
    if (this.#chosen.fitting(filter).length === 0) await this.choose(filter, { signal });
    for (;;) {
      for (const device of this.#chosen.fitting(filter)) {
        yield device;
        signal?.throwIfAborted();
        closed.throwIfAborted();
      }
      await underSignals([signal, closed], (all) => this.#clock.sleep(sightingMs, { signal: all }));
    }
  }

  async connect(id: string, { signal }: CallOptions = {}): Promise<WebGattConnection> {
    const closed = this.#closed.signal;
    closed.throwIfAborted();
    signal?.throwIfAborted();
    const device = this.#chosen.get(id);
    if (!device) throw unreachable(id, 'nobody has chosen this device on this page');
    if (this.#connections.has(id)) throw unreachable(id, 'this page is connected to the device already');
    this.#connections.set(id, 'opening');
    const { connectTimeoutMs = 20_000, operationTimeoutMs = 10_000, writeTimeoutMs = 30_000 } = this.#options;
    const limits = { clock: this.#clock, connectTimeoutMs, operationTimeoutMs, writeTimeoutMs };
    try {
      const connection = await underSignals([signal, closed], async (all) => {
        const connections = await untilAborted(loadGattConnection(), all);
        return await connections.open(device, limits, { signal: all, isUnused: () => !this.#connections.has(id) });
      });
      this.#connections.set(id, connection);
      connection.ended.addEventListener('abort', () => this.#ended(id, connection), { once: true });
      if (connection.ended.aborted) this.#ended(id, connection);
      this.#log('info', 'bluetooth', `connected, ${connection.services.length} services`);
      return connection;
    } catch (error) {
      this.#connections.delete(id);
      throw error;
    }
  }

  /** Gives a device back, so that the page may use it no more; nothing where the browser has no such function. */
  async forget(id: string): Promise<void> {
    const device = this.#chosen.get(id);
    const connection = this.#connections.get(id);
    if (connection && connection !== 'opening') await connection[Symbol.asyncDispose]();
    this.#chosen.delete(id);
    const reason = () => new ProvisioningError('link/timeout');
    // Whether the browser agrees or not, this page is done with it.
    await withDeadline({ clock: this.#clock, ms: availabilityMs, reason }, (all) =>
      untilAborted((async () => await device?.forget?.())(), all),
    ).catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed.signal.aborted) this.#closed.abort(new ProvisioningError('link/closed'));
    for (const connection of [...this.#connections.values()]) {
      if (connection !== 'opening') await connection[Symbol.asyncDispose]();
    }
  }

  #ended(id: string, connection: WebGattConnection): void {
    if (this.#connections.get(id) === connection) this.#connections.delete(id);
  }
}

function unreachable(id: string, text: string): ProvisioningError {
  return new ProvisioningError('link/unreachable', text, { details: { id: foreignText(id, 64) } });
}
