import { decodeUtf8, endpointNames, type Log, type Random, silentLog, systemRandom } from '@esp-prov/protocol';
import type { Requests } from '../device-transport.ts';
import { type FirmwareLog, firmwareLog } from '../words/firmware-log.ts';
import type { FirmwareWords } from '../words/firmware-words.ts';
import { crossOriginHeaders, preflightAnswer } from './cross-origin.ts';
import { type HttpFailureStatus, httpFailure } from './http-failure.ts';
import type { HttpAnswer, HttpReply, HttpRequest } from './http-message.ts';
import { pageAnswer, type ServedPage } from './served-page.ts';

/** Longest request body. esp-idf: protocomm/src/transports/protocomm_httpd.c */
export const maxHttpBody = 4096;

/** A longer request line, or longer headers, do not fit the buffers of v5.5; those for headers are half as long before. */
const firmwareLimits = { requestLine: 511, headers: 1023 };

/** Browsers send more than that, above all with cookies that another device has left at the same address. */
const pageLimits = { requestLine: 2048, headers: 8192 };

/** Longest Cookie header that is compared; a longer one counts as none. */
const longestCookie = 19;

/** A session number that the firmware keeps for “none”. */
const noSession = 0xffffffff;

/** Number of the one socket that lwIP has for a client, below which those of the server are. */
const clientSocket = 57;

/** What ties requests to a session: a cookie, or before v4.0.3, v4.1.2 and v4.2.1 the socket alone. */
export type HttpSessionRule = 'cookie' | 'socket';

/** Parts of an HTTP service. */
export interface HttpServiceOptions {
  readonly requests: Requests;
  readonly endpoints: Iterable<string>;
  readonly session?: HttpSessionRule | undefined;
  readonly random?: Random | undefined;
  readonly log?: Log | undefined;
  /** What differs in its lines from ESP-IDF v5.5.5. */
  readonly words?: Partial<FirmwareWords> | undefined;
  /** Page to serve beside the endpoints, which no firmware of Espressif does; default: none. */
  readonly page?: ServedPage | undefined;
  /** Origins of pages elsewhere that may use the endpoints (CORS); default: none, as in the firmware. */
  readonly origins?: Iterable<string> | undefined;
}

/**
 * The HTTP service of a device, request by request: names after the slash are endpoints, a cookie keeps the secure
 * session over several connections. esp-idf v4.3+: protocomm_httpd.c and esp_http_server
 */
export class HttpService {
  readonly #requests: Requests;
  #endpoints: ReadonlySet<string>;
  readonly #random: Random;
  readonly #lines: FirmwareLog;
  readonly #sessionRule: HttpSessionRule;
  readonly #page: ServedPage | undefined;
  readonly #origins: ReadonlySet<string>;
  /** Connections that have opened a secure session, whose end is reported. */
  readonly #openers = new Set<number>();
  #session: number | undefined;
  #connection: number | undefined;

  constructor(options: HttpServiceOptions) {
    this.#requests = options.requests;
    this.#endpoints = new Set(options.endpoints);
    this.#random = options.random ?? systemRandom;
    this.#lines = firmwareLog({ log: options.log ?? silentLog, words: options.words });
    this.#sessionRule = options.session ?? 'cookie';
    this.#page = options.page;
    this.#origins = new Set(options.origins);
    for (const endpoint of inOrder(this.#endpoints, registeredFirst)) this.#lines('httpd/adding-endpoint', endpoint);
  }

  /** Offers these endpoints in place of those before; the session stays. */
  change(endpoints: Iterable<string>): void {
    const [before, after] = [this.#endpoints, new Set(endpoints)];
    this.#endpoints = after;
    const gone = [...before].filter((endpoint) => !after.has(endpoint));
    const added = [...after].filter((endpoint) => !before.has(endpoint));
    for (const endpoint of inOrder(gone, removedFirst)) this.#lines('httpd/removing-endpoint', endpoint);
    for (const endpoint of inOrder(added, registeredFirst)) this.#lines('httpd/adding-endpoint', endpoint);
  }

  /** Returns the reply to one request. */
  async handle(request: HttpRequest): Promise<HttpReply> {
    const unread = whyUnread(request, this.#page ? pageLimits : firmwareLimits);
    if (unread) return this.#fail(unread, request);
    const endpoint = pathOf(request.path).slice(1);
    // None of these looks at the session, so that a page can be loaded in the middle of one.
    const isEndpoint = this.#endpoints.has(endpoint);
    const other = preflightAnswer(request, this.#origins) ?? (isEndpoint ? undefined : this.#pageAnswer(request));
    if (other) return other;
    if (!isEndpoint) return this.#fail(404, request);
    if (request.method !== 'POST') return this.#fail(405, request);
    // Before the length is looked at, as in the firmware: a refused request replaces the session like any other.
    const cookie = this.#enterSession(request);
    const { contentLength = 0 } = request;
    // Said this way round, so that a length that is no number is refused too.
    if (!(contentLength >= 1)) return this.#drop('httpd/no-length');
    if (contentLength > maxHttpBody) return this.#drop('httpd/too-long');
    // The path finds the handler, which then takes all of the target for the name of an endpoint.
    const name = request.path.slice(1);
    if (name !== endpoint) {
      this.#lines('protocomm/no-endpoint', name);
      return this.#drop('httpd/handler-failed');
    }
    try {
      const { signal } = request;
      const body = await this.#requests.handle(this.#session as number, endpoint, request.body, { signal });
      const headers = { ...cookie, ...crossOriginHeaders(request, this.#origins) };
      if (cookie['Set-Cookie']) this.#lines('httpd/setting-cookie', cookie['Set-Cookie']);
      return { status: 200, reason: 'OK', headers: { 'Content-Type': 'text/html', ...headers }, body, close: false };
    } catch {
      return this.#drop('httpd/handler-failed');
    }
  }

  /** Returns the answer to what the server could not read as a request; the connection closes after it. */
  unreadable(status: HttpFailureStatus): HttpAnswer {
    const answer = httpFailure(status);
    this.#lines('http-server/failure', status, answer.reason, decodeUtf8(answer.body) ?? '');
    return answer;
  }

  /** Notes that a connection ended. The cookie keeps the session alive without it. */
  connectionClosed(connection: number): void {
    const opened = this.#openers.delete(connection);
    if (opened && this.#sessionRule === 'cookie' && this.#connection !== undefined) {
      this.#lines('httpd/socket-closed', clientSocket);
      this.#connection = undefined;
    }
    if (this.#connection === connection) this.#connection = undefined;
  }

  /** Ends the session when the service ends. */
  close(): void {
    for (const endpoint of inOrder(this.#endpoints, removedFirst)) {
      if (removedFirst.includes(endpoint)) this.#lines('httpd/removing-endpoint', endpoint);
    }
    if (this.#session !== undefined) this.#requests.close(this.#session);
    this.#session = undefined;
  }

  #pageAnswer(request: HttpRequest): HttpAnswer | undefined {
    return this.#page && pageAnswer(request, this.#page);
  }

  /** Headers of the reply: a new session brings its cookie. A client without the right cookie replaces the session. */
  #enterSession({ cookie: header, connection }: HttpRequest): Record<string, string> {
    // A browser also sends what others have left at this address.
    const cookie = this.#page ? sessionCookie(header) : header;
    if (this.#sessionRule === 'socket') {
      if (this.#session !== connection) this.#replaceSession(connection, connection);
      return {};
    }
    if (cookie !== undefined && cookie.length <= longestCookie) {
      this.#lines('httpd/cookie', cookie);
      if (this.#session !== undefined && cookie === `session=${this.#session}`) {
        this.#lines('httpd/continuing', this.#session);
        // From here on the cookie alone counts.
        this.#connection = undefined;
        return {};
      }
    } else if (this.#session !== undefined && this.#connection === connection) {
      this.#lines('httpd/continuing-socket', clientSocket);
      return {};
    }
    const session = this.#newSession();
    this.#replaceSession(session, connection);
    return { 'Set-Cookie': `session=${session}` };
  }

  #replaceSession(session: number, connection: number): void {
    if (this.#session !== undefined) {
      this.#lines('httpd/closing-session', this.#session);
      this.#requests.close(this.#session);
    }
    this.#lines('httpd/new-session', session);
    this.#session = session;
    this.#connection = connection;
    if (this.#requests.hasSessions !== false) this.#openers.add(connection);
    this.#requests.open(session);
    this.#lines('httpd/new-socket', this.#sessionRule === 'socket' ? session : clientSocket);
  }

  #newSession(): number {
    for (;;) {
      const { buffer, byteOffset } = this.#random(4);
      const session = new DataView(buffer, byteOffset).getUint32(0);
      if (session !== noSession) return session;
    }
  }

  #drop(why: 'httpd/no-length' | 'httpd/too-long' | 'httpd/handler-failed'): 'drop' {
    this.#lines(why);
    this.#lines('http-server/handler-failed');
    return 'drop';
  }

  #fail(status: HttpFailureStatus, { method, path, version = '' }: HttpRequest): HttpAnswer {
    const lines: Partial<Record<HttpFailureStatus, () => void>> = {
      404: () => this.#lines('http-server/not-found', path),
      405: () => this.#lines('http-server/wrong-method', methodNumber(method), path),
      414: () => this.#lines('http-server/long-target'),
      431: () => this.#lines('http-server/long-headers'),
      505: () => this.#lines('http-server/bad-version', version),
    };
    lines[status]?.();
    return this.unreadable(status);
  }
}

/** Returns the endpoints, those of `first` in its order before the others. */
function inOrder(endpoints: Iterable<string>, first: readonly string[]): string[] {
  const all = [...endpoints];
  return [
    ...first.filter((endpoint) => all.includes(endpoint)),
    ...all.filter((endpoint) => !first.includes(endpoint)),
  ];
}

/** In the order of the manager. esp-idf: wifi_provisioning/src/manager.c */
const { session, version, config, scan, control } = endpointNames;
const registeredFirst: readonly string[] = [session, version, config, scan, control];
const removedFirst: readonly string[] = [control, scan, config, session, version];

/** Numbers of methods. esp-idf: http_parser/http_parser.h */
const methodNumbers = ['DELETE', 'GET', 'HEAD', 'POST', 'PUT', 'CONNECT', 'OPTIONS', 'TRACE', 'COPY', 'LOCK', 'MKCOL'];

function methodNumber(method: string): number {
  return methodNumbers.indexOf(method);
}

/**
 * Returns the status with which esp_http_server fails a request before it looks for a handler, checked in its order.
 */
function whyUnread(
  { method, path, version = '1.1', headerBytes = 0 }: HttpRequest,
  longest: typeof firmwareLimits,
): HttpFailureStatus | undefined {
  if (`${method} ${path} HTTP/1.1\r\n`.length > longest.requestLine) return 414;
  if (version !== '1.1' && version !== '1.0') return 505;
  return headerBytes > longest.headers ? 431 : undefined;
}

/** Returns the cookie of the session out of all that a browser has for this address. */
function sessionCookie(header: string | undefined): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith('session='));
}

/** Returns the path of a request target, without its query and without the host that a request to a proxy names. */
function pathOf(target: string): string {
  return target.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
}
