import {
  type Bytes,
  isProvisioningError,
  type Log,
  ProvisioningError,
  type Random,
  silentLog,
  systemRandom,
} from '@esp-prov/protocol';
import type { Requests } from '../endpoint.ts';
import { type HttpFailureStatus, httpFailure } from './http-failure.ts';

/** A request as an HTTP server read it. */
export interface HttpRequest {
  readonly method: string;
  /** Path with its leading slash, and the query where there is one. */
  readonly path: string;
  /** Version of HTTP; left out: 1.1. */
  readonly version?: string | undefined;
  /** Length of all header lines with the empty one behind them, where the server knows it. */
  readonly headerOctets?: number | undefined;
  /** Number of the TCP connection. */
  readonly connection: number;
  /** The whole Cookie header. */
  readonly cookie: string | undefined;
  /** Value of Content-Length; undefined for chunked and for missing bodies. */
  readonly contentLength: number | undefined;
  readonly body: Bytes;
  /** Aborts when the connection ends: a proof that the brake on guessing holds back is then refused. */
  readonly signal?: AbortSignal | undefined;
}

/** What the server is to send. */
export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes;
  /** Whether the connection closes behind the reply. */
  readonly close: boolean;
}

/** `drop` means: close the connection without a word, which is how devices refuse. */
export type HttpReply = 'drop' | HttpAnswer;

/** Longest request body. esp-idf: protocomm/src/transports/protocomm_httpd.c */
export const maxHttpBody = 4096;

/** A longer request line, or longer headers, do not fit the buffers of v5.5; those for headers are half as long before. */
const longestRequestLine = 511;
const longestHeaders = 1023;

/** Longest Cookie header that is compared; a longer one counts as none. */
const longestCookie = 19;

/** A session number that the firmware keeps for “none”. */
const noSession = 0xffffffff;

/** What ties requests to a session: a cookie, or before v4.0.3, v4.1.2 and v4.2.1 the socket alone. */
export type HttpSessionRule = 'cookie' | 'socket';

/** Parts of an HTTP service. */
export interface HttpServiceOptions {
  readonly requests: Requests;
  readonly endpoints: Iterable<string>;
  readonly session?: HttpSessionRule | undefined;
  readonly random?: Random | undefined;
  readonly log?: Log | undefined;
}

/**
 * The HTTP service of a device, request by request: names after the slash are endpoints, a cookie keeps the secure
 * session over several connections. esp-idf v4.3+: protocomm_httpd.c and esp_http_server
 */
export class HttpService {
  readonly #requests: Requests;
  readonly #endpoints: ReadonlySet<string>;
  readonly #random: Random;
  readonly #log: Log;
  readonly #sessionRule: HttpSessionRule;
  #session: number | undefined;
  #connection: number | undefined;

  constructor(options: HttpServiceOptions) {
    this.#requests = options.requests;
    this.#endpoints = new Set(options.endpoints);
    this.#random = options.random ?? systemRandom;
    this.#log = options.log ?? silentLog;
    this.#sessionRule = options.session ?? 'cookie';
  }

  /** The reply to one request. */
  async handle(request: HttpRequest): Promise<HttpReply> {
    const unread = whyUnread(request);
    if (unread) return httpFailure(unread);
    const endpoint = pathOf(request.path).slice(1);
    if (!this.#endpoints.has(endpoint)) return httpFailure(404);
    if (request.method !== 'POST') return httpFailure(405);
    // Before the length is looked at, as in the firmware: a refused request replaces the session like any other.
    const cookie = this.#enterSession(request);
    const { contentLength = 0 } = request;
    // Said this way round, so that a length that is no number is refused too.
    if (!(contentLength >= 1 && contentLength <= maxHttpBody)) return this.#drop(endpoint);
    // The path finds the handler, which then takes all of the target for the name of an endpoint.
    if (request.path.slice(1) !== endpoint)
      return this.#drop(request.path, new ProvisioningError('endpoint/not-found'));
    try {
      const { signal } = request;
      const body = await this.#requests.handle(this.#session as number, endpoint, request.body, { signal });
      return { status: 200, reason: 'OK', headers: { 'Content-Type': 'text/html', ...cookie }, body, close: false };
    } catch (error) {
      return this.#drop(endpoint, error);
    }
  }

  /** A connection ended. The cookie keeps the session alive without it. */
  connectionClosed(connection: number): void {
    if (this.#connection === connection) this.#connection = undefined;
  }

  /** Ends the session when the service ends. */
  close(): void {
    if (this.#session !== undefined) this.#requests.close(this.#session);
    this.#session = undefined;
  }

  /** Headers of the reply: a new session brings its cookie. Anybody without the right one replaces the session. */
  #enterSession({ cookie, connection }: HttpRequest): Record<string, string> {
    if (this.#sessionRule === 'socket') {
      if (this.#session !== connection) this.#replaceSession(connection, connection);
      return {};
    }
    if (cookie !== undefined && cookie.length <= longestCookie) {
      if (this.#session !== undefined && cookie === `session=${this.#session}`) {
        // From here on the cookie alone counts.
        this.#connection = undefined;
        return {};
      }
    } else if (this.#session !== undefined && this.#connection === connection) {
      return {};
    }
    const session = this.#newSession();
    this.#replaceSession(session, connection);
    return { 'Set-Cookie': `session=${session}` };
  }

  #replaceSession(session: number, connection: number): void {
    if (this.#session !== undefined) this.#requests.close(this.#session);
    this.#session = session;
    this.#connection = connection;
    this.#requests.open(session);
  }

  #newSession(): number {
    for (;;) {
      const { buffer, byteOffset } = this.#random(4);
      const session = new DataView(buffer, byteOffset).getUint32(0);
      if (session !== noSession) return session;
    }
  }

  #drop(endpoint: string, error?: unknown): 'drop' {
    if (isProvisioningError(error)) this.#log('error', 'protocomm_httpd', `${endpoint} refused: ${error.message}`);
    else if (error !== undefined) this.#log('error', 'protocomm_httpd', `${endpoint} failed: ${String(error)}`);
    this.#log('warn', 'httpd_uri', 'httpd_uri: uri handler execution failed');
    return 'drop';
  }
}

/** What stops esp_http_server before it looks for a handler, in its order. */
function whyUnread({ method, path, version = '1.1', headerOctets = 0 }: HttpRequest): HttpFailureStatus | undefined {
  if (`${method} ${path} HTTP/1.1\r\n`.length > longestRequestLine) return 414;
  if (version !== '1.1' && version !== '1.0') return 505;
  return headerOctets > longestHeaders ? 431 : undefined;
}

/** The path of a request target: without a query, and without the host that a proxy is told. */
function pathOf(target: string): string {
  return target.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
}
