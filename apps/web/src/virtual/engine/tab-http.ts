import type { Fetch, FetchResponse } from '@esp-prov/client';
import { type DeviceTransport, HttpService, type HttpSessionRule, type Requests, type Service } from '@esp-prov/device';
import { type Clock, systemClock } from '@esp-prov/protocol';

/** How the HTTP service in the page behaves. */
export interface TabHttpOptions {
  readonly session?: HttpSessionRule | undefined;
  readonly clock?: Clock | undefined;
  /** Returns how long a request takes on its way, in ms; asked each time. Default: a turn of the event loop. */
  readonly waitMs?: (() => number) | undefined;
}

/** The HTTP service of a device within the page, reached by a `fetch` of its own instead of a network. */
export class TabHttp implements DeviceTransport {
  readonly #options: TabHttpOptions;
  #service: HttpService | undefined;
  /** As a browser keeps them: the cookie of the device, and a connection until the device closes it. */
  #cookie: string | undefined;
  #connection = 1;

  constructor(options: TabHttpOptions = {}) {
    this.#options = options;
  }

  async start({ endpoints, log, words }: Service, requests: Requests): Promise<void> {
    const { session } = this.#options;
    this.#service = new HttpService({ requests, endpoints: endpoints.map(({ name }) => name), session, log, words });
  }

  async change(endpoints: Service['endpoints']): Promise<void> {
    this.#service?.change(endpoints.map(({ name }) => name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#service?.close();
    this.#service = undefined;
    this.#hangUp();
  }

  /** Sends a request to the device, as the browser's own does; fails as that where nothing answers. */
  readonly fetch: Fetch = async (url, { method, body, signal }) => {
    const { clock = systemClock, waitMs = () => 0 } = this.#options;
    await clock.sleep(waitMs(), { signal });
    const service = this.#service;
    if (!service) throw failedToFetch();
    const path = /^http:\/\/[^/]*(\/.*)$/.exec(url)?.[1] ?? '/';
    const connection = this.#connection;
    const cookie = this.#cookie;
    const contentLength = body.length;
    const reply = await service.handle({ method, path, connection, cookie, contentLength, body, signal });
    signal.throwIfAborted();
    // The power was cut meanwhile.
    if (service !== this.#service) throw failedToFetch();
    if (reply === 'drop') {
      this.#hangUp();
      throw failedToFetch();
    }
    this.#cookie = reply.headers['Set-Cookie'] ?? this.#cookie;
    if (reply.close) this.#hangUp();
    return response(reply.status, reply.body);
  };

  #hangUp(): void {
    this.#service?.connectionClosed(this.#connection);
    this.#connection++;
  }
}

/** The only words of a browser for everything that goes wrong on the way. */
function failedToFetch(): TypeError {
  return new TypeError('Failed to fetch');
}

function response(status: number, body: Uint8Array<ArrayBuffer>): FetchResponse {
  return { status, body: null, arrayBuffer: async () => body.slice().buffer };
}
