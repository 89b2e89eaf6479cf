import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import { packageVersion } from '../../report/package-version.ts';
import { answerError, answerHeaders, answerJson } from './answer.ts';
import type { HelperReach } from './helper-reach.ts';
import type { LinkTable } from './link-table.ts';
import { readTarget } from './link-target.ts';
import { readBody } from './read-body.ts';
import { streamScan } from './scan-stream.ts';

/** What the requests of a page work with. */
export interface HelperApiOptions {
  readonly reach: HelperReach;
  readonly links: LinkTable;
  /** Longest time for one exchange in ms, after which a page need not wait any more. */
  readonly exchangeMs: number;
  /** Tells the command what a page does; never what it sends. */
  readonly onLink?: ((link: { readonly kind: string; readonly target: string }) => void) | undefined;
}

/** A request that has shown the token. */
interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Aborted when the page no longer waits for the answer. */
  readonly signal: AbortSignal;
}

/**
 * What the helper does for its page: lists what is in reach, opens links, carries requests to devices and their answers
 * back. A link is a transport: all of the session, its keys too, stays in the page.
 */
export class HelperApi {
  readonly #options: HelperApiOptions;
  #scan: AbortController | undefined;

  constructor(options: HelperApiOptions) {
    this.#options = options;
  }

  /** Whether a path is one of this interface and no file of the page. */
  static owns(path: string): boolean {
    return /^\/(helper|device)\//.test(path);
  }

  /** Answers a request. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort(new ProvisioningError('link/closed', 'the page has gone'));
    });
    try {
      const url = new URL(request.url ?? '/', 'http://helper');
      await this.#route({ request, response, url, signal: gone.signal });
    } catch (error) {
      answerError(response, error, this.#isLost(request));
    }
  }

  async #route(call: Call): Promise<void> {
    const { request, url } = call;
    const [, room, name = '', ...rest] = url.pathname.split('/');
    const what = `${request.method} /${room}/${room === 'device' ? '' : name}`;
    if (rest.length > (room === 'device' ? 1 : 0)) throw noSuchRequest();
    if (what === 'GET /helper/status') return this.#status(call);
    if (what === 'GET /helper/scan') return await this.#streamScan(call);
    if (what === 'GET /helper/ports') return await this.#ports(call);
    if (what === 'POST /helper/links') return await this.#open(call);
    if (what === 'POST /device/') return await this.#exchange(call, name, endpointOf(rest[0]));
    if (what === 'GET /device/' && rest.length === 0) return await this.#endpoints(call, name);
    if (what === 'DELETE /device/' && rest.length === 0) return await this.#close(call, name);
    throw noSuchRequest();
  }

  #status({ response }: Call): void {
    answerJson(response, { helper: 'esp-prov', version: packageVersion(), links: this.#options.links.size });
  }

  /** One scan at a time: a new one ends the one before, whose page has probably been loaded anew. */
  async #streamScan({ response, url, signal }: Call): Promise<void> {
    const { reach } = this.#options;
    this.#scan?.abort();
    const scan = new AbortController();
    this.#scan = scan;
    const prefix = url.searchParams.get('prefix') ?? undefined;
    if ((prefix?.length ?? 0) > 64) throw noSuchRequest();
    await streamScan(response, (both) => reach.scan(prefix || undefined, both), {
      namePrefix: prefix,
      signal: AbortSignal.any([signal, scan.signal]),
    });
  }

  async #ports({ response }: Call): Promise<void> {
    const ports = await this.#options.reach.serialPorts();
    answerJson(response, { ports: ports.map(({ path, description = null }) => ({ path, description })) });
  }

  async #open({ request, response, signal }: Call): Promise<void> {
    const { reach, links, exchangeMs, onLink } = this.#options;
    const { target, link } = readTarget(await readBody(request));
    const { id, transport } = await links.open(link, (ended) => reach.open(target, AbortSignal.any([signal, ended])));
    if (signal.aborted) return await links.close(id);
    onLink?.({ kind: target.kind, target: link });
    const { kind, maxRequest, endpoints } = transport;
    answerJson(response, { link: id, kind, maxRequest, endpoints: listed(endpoints), exchangeMs }, 201);
  }

  async #exchange({ request, response, signal }: Call, id: string, endpoint: string): Promise<void> {
    const body = await readBody(request);
    const answer: Bytes = await this.#options.links.exchange(id, endpoint, body, signal);
    response.writeHead(200, { ...answerHeaders, 'Content-Length': answer.length }).end(answer);
  }

  async #endpoints({ response, url, signal }: Call, id: string): Promise<void> {
    const including = url.searchParams.get('including') ?? undefined;
    const endpoints = await this.#options.links.use(id, signal, async (transport, both) =>
      transport.currentEndpoints ? await transport.currentEndpoints({ including, signal: both }) : transport.endpoints,
    );
    answerJson(response, { endpoints: listed(endpoints) });
  }

  async #close({ response }: Call, id: string): Promise<void> {
    await this.#options.links.close(id);
    response.writeHead(204, answerHeaders).end();
  }

  /** Whether the link that a request names is gone for good. */
  #isLost({ url = '' }: IncomingMessage): boolean {
    const id = /^\/device\/([0-9a-f]+)/.exec(url)?.[1];
    return id !== undefined && this.#options.links.isLost(id);
  }
}

/** Returns the names as JSON; null where a link cannot list them. */
function listed(endpoints: ReadonlySet<string> | undefined): string[] | null {
  return endpoints ? [...endpoints].slice(0, mostEndpoints).map((name) => name.slice(0, longestEndpoint)) : null;
}

/** Most names of endpoints that are passed on, and characters of the longest. */
const mostEndpoints = 256;
const longestEndpoint = 512;

function endpointOf(text: string | undefined): string {
  const bytes = text === undefined || text.length > 3 * longestEndpoint ? undefined : percentDecoded(text);
  if (!bytes) throw noSuchRequest();
  return bytes;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function noSuchRequest(): ProvisioningError {
  return new ProvisioningError('helper/refused', 'the helper knows no such request', { details: { status: 404 } });
}
