import { type Clock, isProvisioningError, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { CallOptions, ListOptions } from '../transport/transport.ts';
import type { GattConnection, RemoteCharacteristic, RemoteDescriptor, RemoteService } from './ble-central.ts';
import { findEndpoints, type ServiceHints } from './find-endpoints.ts';
import type { GattLink } from './gatt-link.ts';

/** Endpoints of a device by their names. */
export type Endpoints = ReadonlyMap<string, RemoteCharacteristic>;

/** Where the endpoints of a device are found, and how long that may take. */
export interface EndpointTableOptions extends Omit<ServiceHints, 'read'> {
  readonly clock: Clock;
  /** Longest time in ms to read all names. */
  readonly timeoutMs: number;
}

/**
 * Pauses in ms before the services are looked at again that have no `prov-session` after a change: a device takes away
 * what it had before it offers something else.
 */
const settlingMs = [100, 200, 400, 800, 1500];

/**
 * The endpoints of one link. They are read at its beginning, and again whenever the connection has another list of
 * services: a device may add and remove some at any time.
 */
export class EndpointTable {
  readonly #connection: GattConnection;
  readonly #link: GattLink;
  readonly #options: EndpointTableOptions;
  #services: readonly RemoteService[] = [];
  #endpoints: Endpoints = new Map();
  #reading: Promise<void> | undefined;

  private constructor(connection: GattConnection, link: GattLink, options: EndpointTableOptions) {
    this.#connection = connection;
    this.#link = link;
    this.#options = options;
  }

  /** Reads the names of all endpoints. @throws ProvisioningError `bluetooth/no-provisioning`, `link/lost`, `link/timeout` */
  static async open(
    connection: GattConnection,
    link: GattLink,
    options: EndpointTableOptions & CallOptions,
  ): Promise<EndpointTable> {
    const table = new EndpointTable(connection, link, options);
    await table.#read(options.signal);
    return table;
  }

  /** Names of the endpoints as they were read last. */
  get names(): ReadonlySet<string> {
    return new Set(this.#endpoints.keys());
  }

  /** Returns the endpoints, if nothing has changed since they were read and this one is among them. */
  known(endpoint: string): Endpoints | undefined {
    const isCurrent = this.#connection.services === this.#services;
    return isCurrent && this.#endpoints.has(endpoint) ? this.#endpoints : undefined;
  }

  /**
   * Returns the endpoints as they are now.
   *
   * @param options - `including` names one for which the services are discovered again where it is not among them, as
   *   not every device tells what it adds, nor every platform
   */
  async current({ signal, including }: ListOptions = {}): Promise<Endpoints> {
    const endpoints = await this.#latest(signal);
    if (including === undefined || endpoints.has(including) || !this.#connection.rediscover) return endpoints;
    await this.rediscover({ signal });
    return await this.#latest(signal);
  }

  async #latest(signal: AbortSignal | undefined): Promise<Endpoints> {
    if (this.#connection.services === this.#services) return this.#endpoints;
    // Each reading is limited, but not how often a device may change what is read.
    return await this.#limited(signal, async (both) => {
      while (this.#connection.services !== this.#services) {
        both.throwIfAborted();
        const reading = this.#reading ?? this.#readAgain();
        this.#reading = reading;
        await untilAborted(reading, both);
      }
      return this.#endpoints;
    });
  }

  /** Returns whether the services are others than those known, once the connection has looked at them. */
  async rediscover({ signal }: CallOptions = {}): Promise<boolean> {
    const { rediscover } = this.#connection;
    if (rediscover) {
      const run = (all: AbortSignal) => rediscover.call(this.#connection, { signal: all });
      await this.#link.run({ run, details: {}, signal });
    }
    return this.#connection.services !== this.#services;
  }

  async #readAgain(): Promise<void> {
    try {
      for (const pause of settlingMs) {
        try {
          return await this.#read(undefined);
        } catch (error) {
          if (!isProvisioningError(error, 'bluetooth/no-provisioning')) throw error;
        }
        await this.#options.clock.sleep(pause, { signal: this.#link.lost });
      }
      await this.#read(undefined);
    } finally {
      this.#reading = undefined;
    }
  }

  async #read(signal: AbortSignal | undefined): Promise<void> {
    const { service, advertised, names } = this.#options;
    const { services } = this.#connection;
    const endpoints = await this.#limited(signal, (both) =>
      findEndpoints(services, { service, advertised, names, read: (descriptor) => this.#name(descriptor, both) }),
    );
    // Read half of the old and half of the new ones: the next look begins anew.
    [this.#services, this.#endpoints] = [services, endpoints];
  }

  async #limited<T>(signal: AbortSignal | undefined, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, timeoutMs: ms } = this.#options;
    const reason = () =>
      new ProvisioningError('link/timeout', `the device took longer than ${ms / 1000} s to name its endpoints`, {
        details: { timeoutMs: ms },
      });
    return await withDeadline({ clock, ms, reason, signal }, task);
  }

  /** Returns the bytes of a descriptor; one that cannot be read is as good as none. */
  async #name(descriptor: RemoteDescriptor, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const details = { descriptor: descriptor.uuid };
    try {
      return await this.#link.run({ run: (all) => descriptor.read({ signal: all }), details, signal });
    } catch (error) {
      if (!isProvisioningError(error, 'gatt/refused')) throw error;
      return undefined;
    }
  }
}

/** Returns the failure of an endpoint that the device does not have. */
export function noEndpoint(endpoint: string, cause?: unknown): ProvisioningError {
  const text = `the device has no endpoint ${endpoint}${cause === undefined ? '' : ' any more'}`;
  return new ProvisioningError('endpoint/not-found', text, { cause, details: { endpoint } });
}
