import type { Bytes } from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../../src/index.ts';

/** One exchange as the transport saw it. */
export interface SeenExchange {
  readonly endpoint: string;
  readonly request: Bytes;
}

/** A transport whose answers a test gives, and which fails the test when two exchanges overlap. */
export class ScriptedTransport implements Transport {
  maxRequest = 4096;
  readonly endpoints: undefined;
  readonly seen: SeenExchange[] = [];
  kind: Transport['kind'] = 'memory';
  #busy = false;
  readonly #answer: (exchange: SeenExchange, options: CallOptions) => Uint8Array | Promise<Uint8Array>;

  constructor(answer: (exchange: SeenExchange, options: CallOptions) => Uint8Array | Promise<Uint8Array>) {
    this.#answer = answer;
  }

  /** Puts `wrap` around the exchanges that follow; `next` makes one as before. */
  interpose(wrap: (next: Transport['exchange']) => Transport['exchange']): void {
    const { exchange: next } = this;
    this.exchange = wrap(next.bind(this));
  }

  async exchange(endpoint: string, request: Bytes, options: CallOptions = {}): Promise<Bytes> {
    if (this.#busy) throw new Error('two exchanges overlap');
    this.#busy = true;
    try {
      const exchange = { endpoint, request: Uint8Array.from(request) };
      this.seen.push(exchange);
      return Uint8Array.from(await this.#answer(exchange, options));
    } finally {
      this.#busy = false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Holds nothing.
  }
}
