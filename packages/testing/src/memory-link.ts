import type { CallOptions, Transport } from '@esp-prov/client';
import type { DeviceTransport, Requests, Service } from '@esp-prov/device';
import { type Bytes, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';

/** Both ends of a link within one program. */
export interface MemoryLink {
  /** The device's end. */
  readonly device: DeviceTransport;
  /** A new connection of a client; it replaces the one before, as on a real device. */
  connect(): Transport;
}

/** A link without wires: real bytes, the device's refusals as a client sees them, `link/lost` when the service is closed. */
export function memoryLink(): MemoryLink {
  let requests: Requests | undefined;
  let service: Service | undefined;
  let peers = 0;
  return {
    device: {
      async start(offered, dispatcher) {
        service = offered;
        requests = dispatcher;
      },
      async [Symbol.asyncDispose]() {
        service = undefined;
        requests = undefined;
      },
    },
    connect: () => new MemoryTransport(++peers, () => ({ requests, service })),
  };
}

class MemoryTransport implements Transport {
  readonly kind = 'memory';
  readonly maxRequest = 4096;
  readonly endpoints: ReadonlySet<string> | undefined;
  readonly #peer: number;
  readonly #service: () => { requests: Requests | undefined; service: Service | undefined };
  #opened: Requests | undefined;
  #closed = false;

  constructor(peer: number, service: () => { requests: Requests | undefined; service: Service | undefined }) {
    this.#peer = peer;
    this.#service = service;
    this.endpoints = new Set(service().service?.endpoints.map(({ name }) => name));
  }

  async exchange(endpoint: string, request: Bytes, { signal }: CallOptions = {}): Promise<Bytes> {
    signal?.throwIfAborted();
    if (this.#closed) throw new ProvisioningError('link/closed');
    const { requests } = this.#service();
    if (!requests) throw new ProvisioningError('link/lost');
    if (this.#opened !== requests) requests.open(this.#peer);
    this.#opened = requests;
    try {
      return await requests.handle(this.#peer, endpoint, request);
    } catch (cause) {
      if (isProvisioningError(cause, 'endpoint/not-found')) throw cause;
      throw new ProvisioningError('endpoint/refused', undefined, { details: { endpoint } });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#opened?.close(this.#peer);
  }
}
