import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  type Bytes,
  type Clock,
  endpointNames,
  ProvisioningError,
  systemClock,
  utf8,
  withDeadline,
} from '@esp-prov/protocol';
import { httpPath, httpStatusError, maxHttpRequest, maxHttpResponse } from '../http/fetch-transport.ts';
import { formatServiceAddress, hostHeader, parseServiceAddress, type ServiceAddress } from '../http/service-address.ts';
import { errorCode, unknownHost } from '../http/unknown-host.ts';
import { requireRequestSize } from '../transport/request-size.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to reach a service over HTTP from Node. */
export interface NodeHttpOptions {
  /**
   * Longest time for one exchange in ms, connecting included; a blocking scan takes up to ten seconds. Default 60 000.
   */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Longest time to open a connection. */
const connectTimeoutMs = 10_000;

/** Time to see whether a device that broke off still listens. */
const probeTimeoutMs = 2000;

/**
 * Returns a transport over HTTP, without retries. Once the device has given a cookie, each exchange has a connection of
 * its own, and the cookie ties them together; without one there is a single connection, which old firmware binds its
 * session to.
 */
export function httpTransport(address: string, options: NodeHttpOptions = {}): Transport {
  return new NodeHttpTransport(parseServiceAddress(address), options);
}

class NodeHttpTransport implements Transport {
  readonly kind = 'http';
  readonly maxRequest: number = maxHttpRequest;
  readonly endpoints: undefined;
  readonly #address: ServiceAddress;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  // One socket each: a device has room for one, and old ones tie the session to it.
  readonly #keeping = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #closing = new Agent({ maxSockets: 1 });
  #cookie: string | undefined;
  #socket: Socket | undefined;
  /** Whether the last exchange went over another socket than the one before, without a cookie to tie them. */
  #movedSocket = false;
  #closed = false;

  constructor(address: ServiceAddress, { timeoutMs = 60_000, clock = systemClock }: NodeHttpOptions) {
    this.#address = address;
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
  }

  async exchange(endpoint: string, body: Bytes, { signal }: CallOptions = {}): Promise<Bytes> {
    requireRequestSize(body, this.maxRequest);
    if (this.#closed) throw new ProvisioningError('link/closed');
    const reason = () =>
      new ProvisioningError('link/timeout', undefined, { details: { endpoint, timeoutMs: this.#timeoutMs } });
    return await withDeadline({ clock: this.#clock, ms: this.#timeoutMs, reason, signal }, async (both) => {
      try {
        return await this.#post(endpoint, body, both);
      } catch (cause) {
        both.throwIfAborted();
        const explained = await this.#explain(cause, endpoint, both);
        both.throwIfAborted();
        throw explained;
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#keeping.destroy();
    this.#closing.destroy();
  }

  async #post(endpoint: string, body: Bytes, signal: AbortSignal): Promise<Bytes> {
    const answer = await this.#request(endpoint, body, this.#cookie ? this.#closing : this.#keeping, signal);
    // Devices send the body of an answer when its head is acknowledged, which the system of a client puts off by 40 ms
    // and more on a connection that was used before, and not at all on a new one.
    if (this.#cookie) await this.#hangUp();
    return answer;
  }

  /** Closes the connection, so that the next one finds the device's only socket free. */
  async #hangUp(): Promise<void> {
    const socket = this.#socket;
    if (!socket || socket.closed) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy();
    await closed;
  }

  #request(endpoint: string, body: Bytes, agent: Agent, signal: AbortSignal): Promise<Bytes> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          host: this.#address.host,
          port: this.#address.port,
          path: httpPath(endpoint),
          method: 'POST',
          agent,
          headers: {
            Host: hostHeader(this.#address),
            'Content-Type': 'application/x-www-form-urlencoded',
            Accept: 'text/plain',
            'Content-Length': body.length,
            ...(this.#cookie ? { Cookie: this.#cookie } : {}),
          },
          signal,
        },
        (response) => {
          this.#rememberCookie(response);
          readBody(response, request, endpoint).then((bytes) => {
            if (response.statusCode === 200) return resolve(bytes);
            // Devices close the connection behind such an answer and do not say so: the next request would run into that.
            this.#socket?.destroy();
            reject(httpStatusError(endpoint, response.statusCode ?? 0));
          }, reject);
        },
      );
      let before = 0;
      request.on('socket', (socket) => {
        before = socket.bytesRead;
        if (socket.connecting) this.#limitConnecting(socket, request);
        this.#movedSocket = this.#socket !== undefined && this.#socket !== socket && this.#cookie === undefined;
        this.#socket = socket;
      });
      // Without this Node silently drops such an answer and its connection.
      request.on('upgrade', ({ statusCode = 0 }, socket) => {
        socket.destroy();
        reject(httpStatusError(endpoint, statusCode));
      });
      request.on('error', (cause) => {
        // A refusal has no byte; an answer that ends in the middle was meant as one.
        const begun = (request.socket?.bytesRead ?? 0) > before;
        reject(begun && brokenOff.has(errorCode(cause)) ? answerLost(cause, endpoint) : cause);
      });
      request.end(body);
    });
  }

  /**
   * A device in range accepts at once; an address without a device would otherwise cost the whole time of an exchange.
   */
  #limitConnecting(socket: Socket, request: ClientRequest): void {
    const where = formatServiceAddress(this.#address);
    const onTimeout = () =>
      request.destroy(
        new ProvisioningError('link/unreachable', `no connection to ${where} within ${connectTimeoutMs / 1000} s`),
      );
    socket.setTimeout(connectTimeoutMs, onTimeout);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('timeout', onTimeout);
    });
  }

  /** Devices compare the whole header with `session=<id>`, so exactly that goes back and no attribute. */
  #rememberCookie(response: IncomingMessage): void {
    const cookie = response.headers['set-cookie']?.at(-1)?.split(';')[0]?.trim();
    if (cookie) this.#cookie = cookie;
  }

  /** A device refuses by closing the socket; whether it still listens tells a refusal from a device that went away. */
  async #explain(cause: unknown, endpoint: string, signal: AbortSignal): Promise<unknown> {
    if (cause instanceof ProvisioningError) return cause;
    if (this.#closed) return new ProvisioningError('link/closed', undefined, { cause });
    const nameless = unknownHost(cause, this.#address.host, endpoint);
    if (nameless) return nameless;
    const code = errorCode(cause);
    const details = { endpoint, ...(code ? { cause: code } : {}) };
    if (code.startsWith('HPE_'))
      return new ProvisioningError('link/protocol', 'the answer is not HTTP', { cause, details });
    if (!closedByPeer.has(code)) {
      return new ProvisioningError(
        'link/unreachable',
        `nothing answers at ${formatServiceAddress(this.#address)} (${code})`,
        { cause, details },
      );
    }
    const listening = await this.#listens();
    if (listening && this.#movedSocket) {
      const why =
        'the device closed the connection that its session was bound to (firmware before v4.0.3 knows no cookie)';
      return new ProvisioningError('link/lost', why, { cause, details });
    }
    if (!listening) return new ProvisioningError('link/lost', undefined, { cause, details });
    const replaced = await this.#isReplaced(signal);
    const why = 'another client has opened a session with the device since, or the device has restarted';
    const known = replaced === undefined ? {} : { replaced };
    return new ProvisioningError('endpoint/refused', replaced ? why : undefined, {
      cause,
      details: { ...details, ...known },
    });
  }

  /**
   * Whether the device has another session than ours: it then gives a new cookie, which it never gives to the client of
   * its session; undefined where it gives none. esp-idf: protocomm/src/transports/protocomm_httpd.c
   */
  async #isReplaced(signal: AbortSignal): Promise<boolean | undefined> {
    const own = this.#cookie;
    if (own === undefined) return undefined;
    const reason = () => new ProvisioningError('link/timeout');
    const ask = (both: AbortSignal) => this.#post(endpointNames.version, utf8('---'), both);
    await withDeadline({ clock: this.#clock, ms: probeTimeoutMs, reason, signal }, ask).catch(() => undefined);
    return this.#cookie !== own;
  }

  #listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host: this.#address.host, port: this.#address.port, timeout: probeTimeoutMs });
      const settle = (listens: boolean) => {
        socket.destroy();
        resolve(listens);
      };
      socket.once('connect', () => settle(true));
      socket.once('timeout', () => settle(false));
      socket.once('error', () => settle(false));
    });
  }
}

/** What Node reports when the other side closed a connection that was open. */
const closedByPeer: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** The same for an answer that has begun. */
const brokenOff: ReadonlySet<string> = new Set([...closedByPeer, 'HPE_INVALID_EOF_STATE']);

function answerLost(cause: unknown, endpoint: string): ProvisioningError {
  return new ProvisioningError('link/lost', 'the answer of the device ends in the middle', {
    cause,
    details: { endpoint },
  });
}

async function readBody(response: IncomingMessage, request: ClientRequest, endpoint: string): Promise<Bytes> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxHttpResponse) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw answerLost(cause, endpoint);
  }
  if (length > maxHttpResponse) {
    request.destroy();
    throw new ProvisioningError('link/protocol', `the answer is longer than ${maxHttpResponse} bytes`);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
