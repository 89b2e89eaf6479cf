import type { CallOptions, Transport } from '@esp-prov/client';
import type { DeviceTransport, Requests, Service } from '@esp-prov/device';
import { type Bytes, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';

/** Both ends of a link within one program. */
export interface MemoryLink {
  /** The device's end. */
  readonly device: DeviceTransport;
  /** Returns a new connection of a client; it replaces the one before, as on a real device. */
  connect(): Transport;
}

/** What the device's end offers at a moment. */
interface Offer {
  readonly requests: Requests | undefined;
  readonly service: Service | undefined;
  /** Counts how often links were dropped; one that began before is lost. */
  readonly generation: number;
}

/**
 * Returns a link within the program: real bytes, the device's refusals as a client sees them, `link/lost` when the
 * service is closed.
 */
export function memoryLink(): MemoryLink {
  let offer: Offer = { requests: undefined, service: undefined, generation: 0 };
  let peers = 0;
  return {
    device: {
      async start(service, requests) {
        offer = { ...offer, service, requests };
      },
      async change(endpoints) {
        offer = { ...offer, service: offer.service && { ...offer.service, endpoints } };
      },
      async endService({ disconnect }) {
        offer = { requests: nothing, service: undefined, generation: offer.generation + (disconnect ? 1 : 0) };
      },
      async [Symbol.asyncDispose]() {
        offer = { ...offer, requests: undefined, service: undefined };
      },
    },
    connect: () => new MemoryTransport(++peers, () => offer),
  };
}

/** What is left of a service whose link stays on. */
const nothing: Requests = {
  open: () => undefined,
  close: () => undefined,
  handle: () => Promise.reject(new ProvisioningError('endpoint/not-found')),
};

class MemoryTransport implements Transport {
  readonly kind = 'memory';
  readonly maxRequest = 4096;
  readonly endpoints: ReadonlySet<string> | undefined;
  readonly #peer: number;
  readonly #offer: () => Offer;
  readonly #generation: number;
  #opened: Requests | undefined;
  #closed = false;

  constructor(peer: number, offer: () => Offer) {
    this.#peer = peer;
    this.#offer = offer;
    const { service, generation } = offer();
    this.#generation = generation;
    this.endpoints = new Set(service?.endpoints.map(({ name }) => name));
  }

  async exchange(endpoint: string, request: Bytes, { signal }: CallOptions = {}): Promise<Bytes> {
    signal?.throwIfAborted();
    if (this.#closed) throw new ProvisioningError('link/closed');
    const { requests, generation } = this.#offer();
    if (!requests || generation !== this.#generation) throw new ProvisioningError('link/lost');
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
