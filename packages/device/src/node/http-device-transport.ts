import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Bytes, type Log, ProvisioningError, type Random, silentLog } from '@esp-prov/protocol';
import type { DeviceTransport, EndServiceOptions, Requests, Service } from '../device-transport.ts';
import { type HttpFailureStatus, httpFailure } from '../http/http-failure.ts';
import type { HttpAnswer } from '../http/http-message.ts';
import { HttpService, type HttpServiceOptions, type HttpSessionRule, maxHttpBody } from '../http/http-service.ts';
import type { ServedPage } from '../http/served-page.ts';
import { type HttpConnection, HttpConnections } from './http-connections.ts';
import { HttpPatience } from './http-patience.ts';
import { listenError } from './listen-error.ts';

/** Where a device's SoftAP service listens. */
export interface HttpDeviceOptions {
  readonly host?: string | undefined;
  /** 0: a free port. */
  readonly port?: number | undefined;
  readonly session?: HttpSessionRule | undefined;
  /** How long a request may pause while it arrives; default: 5 seconds, as in the firmware. */
  readonly receiveTimeoutMs?: number | undefined;
  readonly segments?: HttpSegments | undefined;
  readonly log?: Log | undefined;
  /** Draws the numbers of sessions, which are their cookies. */
  readonly random?: Random | undefined;
  /** Files of a page to serve beside the endpoints, by their paths; the device then has more than one socket. */
  readonly files?: ServedPage['files'] | undefined;
  /** Origins of pages elsewhere that may use the endpoints. */
  readonly origins?: readonly string[] | undefined;
}

/**
 * Sockets of a device that serves a page: a browser opens six to load it, and a connection that is closed to make room may
 * just have been used. Two browsers and a look for the Internet fit.
 */
const pageSockets = 16;

/**
 * How an answer is sent. `split`: as by esp_http_server, the body in a segment of its own and, by Nagle's rule, only
 * when the head is acknowledged, which a client's system delays on a connection that was used before. `whole`
 * (default): both at once.
 */
export type HttpSegments = 'whole' | 'split';

/** A device's HTTP service on a port of this machine, with the one socket that a real device has. */
export class HttpDeviceTransport implements DeviceTransport {
  readonly #options: HttpDeviceOptions;
  #server: Server | undefined;
  #service: HttpService | undefined;
  readonly #connections: HttpConnections;
  /** Connections of which the client said that its last request is the last. */
  readonly #ending = new WeakSet<Socket>();

  constructor(options: HttpDeviceOptions = {}) {
    this.#options = options;
    const onClose = (id: number) => this.#service?.connectionClosed(id);
    this.#connections = new HttpConnections(onClose, options.files ? pageSockets : 1);
  }

  /** Address to give to a client as `--service-name`; empty while closed. */
  get address(): string {
    const address = this.#server?.address() as AddressInfo | null | undefined;
    if (!address) return '';
    return address.family === 'IPv6' ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`;
  }

  async start(service: Service, requests: Requests): Promise<void> {
    // The reason of a refusal is only in this log: the client gets none.
    const { session, random, log = service.log ?? silentLog } = this.#options;
    const endpoints = service.endpoints.map(({ name }) => name);
    // Kept on since the service before, it is reached at the same address.
    if (!this.#server) await this.#listen();
    const words = service.words;
    this.#service = new HttpService({ requests, endpoints, session, random, log, words, ...this.#beside() });
  }

  async change(endpoints: Service['endpoints']): Promise<void> {
    this.#service?.change(endpoints.map(({ name }) => name));
  }

  async endService({ disconnect }: EndServiceOptions): Promise<void> {
    this.#service?.close();
    // The server goes on, and has nothing to offer.
    this.#service = new HttpService({ requests: nobody, endpoints: [], ...this.#beside() });
    if (disconnect) this.#connections.destroy();
  }

  /** What is served beside the endpoints, also after the service has ended: the page is still open then. */
  #beside(): Pick<HttpServiceOptions, 'page' | 'origins'> {
    const { host, files, origins } = this.#options;
    // One that listens everywhere has as many addresses as the machine.
    const origin = host === '0.0.0.0' || host === '::' ? undefined : `http://${this.address.replace(/:80$/, '')}`;
    return { page: files && { files, origin }, origins };
  }

  async #listen(): Promise<void> {
    const { host = '127.0.0.1', port = 0, receiveTimeoutMs = 5000 } = this.#options;
    const serve: RequestListener = (request, response) => {
      // Kept from here: a request that ends early forgets its socket.
      const { socket } = request;
      patience.began(request, response);
      this.#connections.enqueue(socket, (connection) => this.#serve(request, response, socket, connection));
    };
    const server = createServer(
      {
        requireHostHeader: false,
        noDelay: this.#options.segments !== 'split',
        // Not strict, as the firmware's parser ends a line at LF alone; what that lets through besides is refused below.
        insecureHTTPParser: true,
      },
      serve,
    );
    // The firmware looks at no Expect header, and so never says 100 Continue.
    server.on('checkContinue', serve);
    server.on('checkExpectation', serve);
    const patience = new HttpPatience(server, receiveTimeoutMs, (socket) => refuse(socket, this.#failure(408)));
    server.on('connection', (socket) => this.#connections.admit(socket));
    server.on('clientError', (error, socket) => {
      const status = syntaxFailure(error);
      if (status && socket.writable) refuse(socket, this.#failure(status));
      else socket.destroy();
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
      server.listen(port, host, resolve);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server;
    this.#service?.close();
    this.#server = undefined;
    this.#service = undefined;
    if (!server?.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#connections.destroy();
    await closed;
  }

  #failure(status: HttpFailureStatus): HttpAnswer {
    return this.#service?.unreadable(status) ?? httpFailure(status);
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    socket: Socket,
    { id, gone }: HttpConnection,
  ): Promise<void> {
    const service = this.#service;
    if (!service || this.#ending.has(socket)) return void socket.destroy();
    if (/\bclose\b/i.test(request.headers.connection ?? '')) this.#ending.add(socket);
    if (isMalformed(request)) return send(response, this.#failure(400));
    const length = request.headers['content-length'];
    const contentLength = length === undefined ? undefined : Number(length);
    const reply = await service.handle({
      method: request.method ?? '',
      path: request.url ?? '',
      version: request.httpVersion,
      headerBytes: headerBytes(request),
      connection: id,
      host: request.headers.host,
      origin: request.headers.origin,
      asksPrivateNetwork: request.headers['access-control-request-private-network'] === 'true',
      cookie: request.headers.cookie,
      contentLength,
      // The service refuses all others by their declared length, so they are not read.
      body: contentLength && contentLength <= maxHttpBody ? await readBody(request) : new Uint8Array(0),
      signal: gone,
    });
    if (reply === 'drop') socket.destroy();
    else send(response, reply, this.#options.segments);
  }
}

/** Behind a service without endpoints, where no request ever comes. */
const nobody: Requests = {
  open: () => undefined,
  close: () => undefined,
  handle: () => Promise.reject(new ProvisioningError('endpoint/not-found')),
};

/** Reads the body, which Node ends at the declared length. */
async function readBody(request: IncomingMessage): Promise<Bytes> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

function send(response: ServerResponse, answer: HttpAnswer, segments: HttpSegments = 'whole'): void {
  // The firmware sends neither Date nor Connection.
  response.sendDate = false;
  response.removeHeader('Connection');
  response.shouldKeepAlive = !answer.close;
  response.writeHead(answer.status, answer.reason, headersOf(answer));
  if (segments === 'split') response.flushHeaders();
  response.end(answer.body);
}

/** Answers on a socket from which Node could not read a request. */
function refuse(socket: Duplex, answer: HttpAnswer): void {
  const lines = Object.entries(headersOf(answer)).map(([name, value]) => `${name}: ${value}`);
  socket.write([`HTTP/1.1 ${answer.status} ${answer.reason}`, ...lines, '', ''].join('\r\n'));
  socket.end(answer.body, () => socket.destroy());
}

/** Returns the headers in the order of the firmware. */
function headersOf({ headers, body }: HttpAnswer): Record<string, string | number> {
  const { 'Content-Type': type, ...others } = headers;
  // An answer without a type is one without a body: what a browser asks beforehand, which no firmware answers.
  return type === undefined ? others : { 'Content-Type': type, 'Content-Length': body.length, ...others };
}

/**
 * Returns the status that the firmware sends for what Node's parser refused; undefined where the connection is lost.
 */
function syntaxFailure({ code = '' }: NodeJS.ErrnoException): HttpFailureStatus | undefined {
  // The client has left in the middle, or goes on after it announced the end.
  if (code === 'HPE_INVALID_EOF_STATE' || code === 'HPE_CLOSED_CONNECTION') return undefined;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_INVALID_VERSION') return 505;
  return code.startsWith('HPE_') ? 400 : undefined;
}

/**
 * Whether the firmware's parser refuses a request that Node's lenient parser lets through. esp-idf:
 * http_parser/http_parser.c
 */
function isMalformed({ headers, rawHeaders }: IncomingMessage): boolean {
  const twoLengths = headers['transfer-encoding'] !== undefined && headers['content-length'] !== undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return twoLengths || rawHeaders.some((part) => /[\0-\x08\x0a-\x1f\x7f]/.test(part));
}

/** Returns the size of the headers as clients write them: `name: value` in a line, and an empty line. */
function headerBytes({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((sum, part) => sum + part.length + 2, 2);
}
