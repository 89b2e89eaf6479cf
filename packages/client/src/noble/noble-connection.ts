import {
  type Bytes,
  type Clock,
  isProvisioningError,
  maxAttributeValue,
  ProvisioningError,
  underSignals,
  untilAborted,
  withDeadline,
} from '@esp-prov/protocol';
import type { GattConnection, RemoteService } from '../ble/ble-central.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { HostLink } from './host-link.ts';
import type { HostConnection, HostRequest, HostResults } from './host-message.ts';

/** ATT error: Invalid Attribute Value Length. */
const invalidLength = 0x0d;

/** ATT error: Unlikely Error, which is also what a platform makes of a request whose link went away under it. */
const unlikely = 0x0e;

/** Time in which the news that the link is gone may follow a failure that hints at it, in ms. */
const lossGraceMs = 1000;

/** Longest time to say good-bye. */
const disconnectTimeoutMs = 5000;

/** A connection whose operations go to the process that holds noble. */
export class NobleConnection implements GattConnection {
  #services: readonly RemoteService[];
  readonly #host: HostLink;
  readonly #clock: Clock;
  readonly #connection: number;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  readonly #unwatch: () => void;

  constructor(host: HostLink, { connection, services }: HostConnection, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    this.#connection = connection;
    this.#services = this.#remote(services);
    this.#unwatch = host.watch((event) => {
      if (event.kind === 'adapter-lost') this.#lose(event.failure.message);
      if (event.kind === 'disconnected' && event.connection === connection) this.#lose(event.reason);
    });
  }

  get services(): readonly RemoteService[] {
    return this.#services;
  }

  /** noble does not say when services change, so they are discovered again when an attribute is unknown. */
  async rediscover(options?: CallOptions): Promise<void> {
    const { services } = await this.#operate({ kind: 'discover', connection: this.#connection }, options);
    this.#services = this.#remote(services);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended.signal.aborted) return;
    this.#unwatch();
    this.#ended.abort(new ProvisioningError('link/closed'));
    const limit = { clock: this.#clock, ms: disconnectTimeoutMs, reason: () => new ProvisioningError('link/timeout') };
    const request = this.#host.request({ kind: 'disconnect', connection: this.#connection });
    // Whether the other side heard it or not, the connection is over.
    await withDeadline(limit, (signal) => untilAborted(request, signal)).catch(() => undefined);
  }

  #remote(services: HostConnection['services']): readonly RemoteService[] {
    return services.map(({ uuid, characteristics }) => ({
      uuid,
      characteristics: characteristics.map(({ uuid, attribute, descriptors }) => ({
        uuid,
        descriptors: descriptors.map(({ uuid, attribute }) => ({
          uuid,
          read: (options) => this.#read(attribute, options),
        })),
        read: (options) => this.#read(attribute, options),
        write: (value, options) => this.#write(attribute, value, options),
      })),
    }));
  }

  #read(attribute: number, options?: CallOptions): Promise<Bytes> {
    return this.#operate({ kind: 'read', connection: this.#connection, attribute }, options);
  }

  async #write(attribute: number, value: Uint8Array, options?: CallOptions): Promise<void> {
    if (value.length > maxAttributeValue) {
      const why = `a value has at most ${maxAttributeValue} bytes, this one ${value.length}`;
      throw new ProvisioningError('gatt/refused', why, { details: { attError: invalidLength } });
    }
    const request = { kind: 'write', connection: this.#connection, attribute, value: Uint8Array.from(value) } as const;
    await this.#operate(request, options);
  }

  async #operate<R extends HostRequest>(request: R, { signal }: CallOptions = {}): Promise<HostResults[R['kind']]> {
    const ended = this.#ended.signal;
    return await underSignals([signal, ended], async (both) => {
      try {
        return await untilAborted(this.#host.request(request), both);
      } catch (error) {
        if (isProvisioningError(error, 'gatt/refused') && mayBeLoss(error)) await this.#awaitLoss(both);
        throw error;
      }
    });
  }

  /** @throws the reason, when the link is lost in time */
  async #awaitLoss(signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(lossGraceMs, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }

  #lose(reason: string): void {
    if (this.#ended.signal.aborted) return;
    this.#unwatch();
    const error = new ProvisioningError('link/lost', `the device disconnected${reason ? ` (${reason})` : ''}`);
    this.#ended.abort(error);
    this.#lost.abort(error);
  }
}

/** Whether nothing but its words tells that the device has refused. */
function mayBeLoss({ details: { attError } }: ProvisioningError): boolean {
  return attError === undefined || attError === unlikely;
}
