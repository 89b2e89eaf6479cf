import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProvisioningError } from '@esp-prov/protocol';
import { answerError, answerHeaders } from './answer.ts';
import { HelperApi, type HelperApiOptions } from './helper-api.ts';
import type { PageFile } from './page-files.ts';
import { RequestGuard, tokenHeader } from './request-guard.ts';
import { servePage } from './serve-page.ts';

/** What the server serves, to whom. */
export interface HelperServerOptions extends HelperApiOptions {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly token: string;
  /** Path that leads a browser to the page with its token, once. */
  readonly ticket: string;
  readonly origins: readonly string[];
  /** 0: a free port. */
  readonly port: number;
  /** Time in ms without a byte after which a connection is closed; default: longer than all that a page waits for. */
  readonly stallMs?: number | undefined;
}

/** Limits of the server: what a page needs, and no more. */
const limits = {
  maxHeaderSize: 8192,
  /** Longest time in ms for the head of a request, and for all of it. */
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;

/** Longest silence of a scan, or while a link is opened, in ms, and what is added to the longest silence. */
const silentMs = 60_000;
const slackMs = 30_000;

/** Most connections at once; a browser opens six to a host. */
const mostConnections = 64;

/** Most header lines of a request. */
const mostHeaders = 64;

/** Tries for a free port that is free on both addresses of this machine. */
const portTries = 10;

/** The helper's server, on the loopback addresses of this machine alone. */
export class HelperServer implements AsyncDisposable {
  readonly #servers: Server[] = [];
  readonly #options: HelperServerOptions;
  readonly #api: HelperApi;
  #guard: RequestGuard | undefined;
  #ticket: string | undefined;
  #port = 0;

  private constructor(options: HelperServerOptions) {
    this.#options = options;
    this.#api = new HelperApi(options);
    this.#ticket = options.ticket;
  }

  /** Opens a server. @throws ProvisioningError `host/address-in-use`, `host/address-unusable` */
  static async open(options: HelperServerOptions): Promise<HelperServer> {
    for (let tries = portTries; ; tries--) {
      const server = new HelperServer(options);
      try {
        await server.#listen();
        return server;
      } catch (error) {
        await server[Symbol.asyncDispose]();
        if (options.port !== 0 || tries === 1) throw error;
      }
    }
  }

  /** Port that it listens on. */
  get port(): number {
    return this.#port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.#servers.map((server) => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        return closed;
      }),
    );
  }

  /**
   * Listens on both addresses that `localhost` may mean: another program on one of them would be served to whoever
   * opens the address that is printed.
   */
  async #listen(): Promise<void> {
    const { token, origins } = this.#options;
    this.#port = await this.#listenOn('127.0.0.1', this.#options.port);
    try {
      await this.#listenOn('::1', this.port);
    } catch (error) {
      // Where a machine has no IPv6, nobody else listens there either.
      if (!(error instanceof ProvisioningError) || error.code !== 'host/address-unusable') throw error;
    }
    this.#guard = new RequestGuard({ port: this.port, token, origins });
  }

  async #listenOn(host: string, port: number): Promise<number> {
    const server = createServer(limits, (request, response) => this.#serve(request, response));
    server.maxConnections = mostConnections;
    server.maxHeadersCount = mostHeaders;
    // A client that asks for a file and takes no byte of it would hold its connection for ever.
    const { exchangeMs, stallMs = Math.max(exchangeMs, silentMs) + slackMs } = this.#options;
    server.timeout = stallMs;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
      server.listen({ host, port, exclusive: true }, resolve);
    });
    // A connection that breaks is of no interest; without a listener it would end the command.
    server.on('error', () => undefined);
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined);
    const guard = this.#guard as RequestGuard;
    if (!guard.isForThisHost(request)) return answerError(response, refused('of another host'));
    const path = (request.url ?? '').split(/[?#]/, 1)[0] as string;
    if (!HelperApi.owns(path)) return this.#servePage(path, request, response);
    const from = guard.originOf(request);
    if (from.kind === 'foreign') return answerError(response, refused('of another page'));
    if (from.kind === 'allowed') allow(response, from.origin);
    if (request.method === 'OPTIONS' && from.kind === 'allowed') return answerPreflight(request, response);
    if (!guard.hasToken(request)) return answerError(response, refused('without its token'));
    void this.#api.handle(request, response);
  }

  #servePage(path: string, request: IncomingMessage, response: ServerResponse): void {
    const { files, token } = this.#options;
    const isTicket = request.method === 'GET' && this.#ticket !== undefined && path === `/open/${this.#ticket}`;
    if (!isTicket) return servePage(request, response, files);
    // Once, as other users of the machine can read the command line of a browser.
    this.#ticket = undefined;
    response.writeHead(303, { ...answerHeaders, Location: `/#helper=${token}` }).end();
  }
}

function refused(why: string): ProvisioningError {
  return new ProvisioningError('helper/refused', `the helper does not serve a request ${why}`);
}

/** Lets a page elsewhere read the answer. */
function allow(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Vary', 'Origin');
}

/** Answers what browsers ask before they send the token from another page. */
function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  const isPrivate = request.headers['access-control-request-private-network'] === 'true';
  response.writeHead(204, {
    ...answerHeaders,
    'Access-Control-Allow-Methods': 'GET, POST, DELETE',
    'Access-Control-Allow-Headers': `${tokenHeader}, content-type`,
    'Access-Control-Max-Age': '600',
    ...(isPrivate ? { 'Access-Control-Allow-Private-Network': 'true' } : {}),
  });
  response.end();
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): ProvisioningError {
  const inUse = cause.code === 'EADDRINUSE' || cause.code === 'EACCES';
  const why = inUse ? `port ${port} of this machine is in use or not free to take` : `${host} cannot be listened on`;
  return new ProvisioningError(inUse ? 'host/address-in-use' : 'host/address-unusable', why, {
    cause,
    details: { port },
  });
}
