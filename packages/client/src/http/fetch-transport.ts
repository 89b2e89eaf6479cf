import {
  type Bytes,
  type Clock,
  concatBytes,
  isProvisioningError,
  ProvisioningError,
  systemClock,
  utf8,
  withDeadline,
} from '@esp-prov/protocol';
import { requireRequestSize } from '../transport/request-size.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { webPageError } from '../transport/web-page.ts';
import { formatServiceAddress, parseServiceAddress } from './service-address.ts';
import { unknownHost } from './unknown-host.ts';

/** Whether a `fetch` sends cookies: to every origin, to that of the page alone, or to none. */
export type FetchCredentials = 'include' | 'same-origin' | 'omit';

/** The part of `fetch` that the transport uses; the global one of browsers and of Node fits. */
export type Fetch = (
  url: string,
  init: {
    method: 'POST';
    body: Bytes;
    headers: Record<string, string>;
    redirect: 'error';
    credentials: FetchCredentials;
    signal: AbortSignal;
  },
) => Promise<FetchResponse>;

/** The answer of {@link Fetch}. */
export interface FetchResponse {
  readonly status: number;
  /** The body as a stream, of which no more is read than an answer may have; where there is none, `arrayBuffer` is. */
  readonly body?: { getReader(): FetchBodyReader } | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The part of a stream's reader that is used. */
export interface FetchBodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** How to reach a service over HTTP by `fetch`. */
export interface HttpTransportOptions {
  /** Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /**
   * Whether cookies are sent; default `include`. A device knows by its cookie to which session a request belongs to, so
   * without it every request looks like one of another client.
   */
  readonly credentials?: FetchCredentials | undefined;
  /** Longest time for one exchange in ms; a blocking scan takes up to ten seconds. Default 60 000. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Longest request that a device's HTTP service takes. esp-idf: protocomm/src/transports/protocomm_httpd.c */
export const maxHttpRequest = 4096;

/** Longest answer that is read; devices send a few kB at most. */
export const maxHttpResponse: number = 256 * 1024;

/**
 * Returns a transport over HTTP by way of `fetch`, for browsers and runtimes that keep cookies themselves. In Node take
 * `httpTransport` of `@esp-prov/client/node`, which carries the session's cookie, and takes new connections: those that
 * a browser keeps cost 40 ms and more for each answer of a device, and no page can change that.
 */
export function fetchTransport(address: string, options: HttpTransportOptions = {}): Transport {
  const { host, port } = parseServiceAddress(address);
  if (host.includes('%')) {
    const why = `the address ${host} has a zone, which fetch takes in no URL`;
    throw new ProvisioningError('link/address-invalid', why, { details: { address } });
  }
  const base = `http://${formatServiceAddress({ host, port })}`;
  const { fetch = globalFetch(), credentials = 'include', timeoutMs = 60_000, clock = systemClock } = options;
  let closed = false;

  async function post(endpoint: string, body: Bytes, signal: AbortSignal): Promise<Bytes> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/plain' };
    const response = await fetch(base + httpPath(endpoint), {
      method: 'POST',
      body,
      headers,
      redirect: 'error',
      credentials,
      signal,
    });
    if (response.status === 200) return await readBody(response);
    throw httpStatusError(endpoint, response.status);
  }

  return {
    kind: 'http',
    maxRequest: maxHttpRequest,
    endpoints: undefined,
    async exchange(endpoint, request, { signal }: CallOptions = {}) {
      requireRequestSize(request, maxHttpRequest);
      if (closed) throw new ProvisioningError('link/closed');
      const reason = () => new ProvisioningError('link/timeout', undefined, { details: { endpoint, timeoutMs } });
      return await withDeadline({ clock, ms: timeoutMs, reason, signal }, async (both) => {
        try {
          return await post(endpoint, request, both);
        } catch (cause) {
          both.throwIfAborted();
          if (isProvisioningError(cause)) throw cause;
          const nameless = unknownHost(cause, host, endpoint);
          if (nameless) throw nameless;
          // fetch does not tell a refusal from a lost device: see whether it still answers.
          const alive = await post('proto-ver', utf8('---'), both).then(
            () => true,
            () => false,
          );
          both.throwIfAborted();
          const details = { endpoint };
          if (alive) throw new ProvisioningError('endpoint/refused', undefined, { cause, details });
          throw new ProvisioningError('link/unreachable', `nothing answers at ${base}/`, { cause, details });
        }
      });
    },
    async [Symbol.asyncDispose]() {
      closed = true;
    },
  };
}

/** Returns the `fetch` of this runtime, found at each call, as pages may replace it. */
function globalFetch(): Fetch {
  const place = globalThis as { readonly fetch?: Fetch };
  if (!place.fetch) throw new TypeError('this runtime has no fetch: give one as options.fetch');
  return (url, init) => (place.fetch as Fetch)(url, init);
}

/** Reads the body, as long as an answer may be. @throws ProvisioningError `link/protocol` for a longer one */
async function readBody(response: FetchResponse): Promise<Bytes> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(...chunks);
    if (!value) continue;
    length += value.length;
    chunks.push(value);
    if (length > maxHttpResponse) {
      await reader.cancel().catch(() => undefined);
      throw new ProvisioningError('link/protocol', `the answer is longer than ${maxHttpResponse} bytes`);
    }
  }
}

/**
 * Returns the path of an endpoint: its name as it is, since devices compare it byte by byte.
 *
 * @throws ProvisioningError `endpoint/not-found` for names that no path can hold
 */
export function httpPath(endpoint: string): string {
  if (/^[!-~]+$/.test(endpoint) && !/[?#]/.test(endpoint)) return `/${endpoint}`;
  throw new ProvisioningError('endpoint/not-found', `over HTTP no endpoint can have the name “${endpoint}”`, {
    details: { endpoint },
  });
}

/** Returns the error for a status other than 200. */
export function httpStatusError(endpoint: string, status: number): ProvisioningError {
  // Devices never redirect; the portals of hotels and the pages of routers do.
  if (status >= 300 && status < 400) return webPageError(endpoint, status);
  return status === 404
    ? new ProvisioningError('endpoint/not-found', `the device has no endpoint ${endpoint}`, { details: { endpoint } })
    : new ProvisioningError('link/protocol', `the service answered with HTTP status ${status}`, {
        details: { endpoint, status },
      });
}
