import type { CallOptions, Transport } from '@esp-prov/client';
import { type Bytes, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { members } from './helper-failure.ts';
import { callHelper, type HelperLine, lostLinks, readJson } from './helper-request.ts';

/** What the helper says of a link that it has opened. */
interface OpenedLink {
  readonly link: string;
  readonly kind: 'http' | 'ble' | 'console';
  readonly maxRequest: number;
  readonly endpoints: ReadonlySet<string> | undefined;
  readonly exchangeMs: number;
}

/** Time by which the helper may report a failure later than it happened, in ms. */
const graceMs = 5000;

/** Tries of an exchange that follows an aborted one, and the time between them in ms: the helper may hear of that late. */
const busyTries = 20;
const busyMs = 50;

/** Most names of endpoints that are kept. */
const mostEndpoints = 256;

/** Returns the transport over a link that the helper holds. @throws ProvisioningError `link/protocol` */
export function helperTransport(line: HelperLine, answer: Uint8Array): Transport {
  return new HelperTransport(line, readOpened(readJson(answer)));
}

class HelperTransport implements Transport {
  readonly kind: Transport['kind'];
  readonly maxRequest: number;
  readonly currentEndpoints?: NonNullable<Transport['currentEndpoints']>;
  readonly #line: HelperLine;
  readonly #opened: OpenedLink;
  readonly #lost = new AbortController();
  #endpoints: ReadonlySet<string> | undefined;
  #aborted = false;
  #closed = false;

  constructor(line: HelperLine, opened: OpenedLink) {
    this.#line = line;
    this.#opened = opened;
    this.kind = opened.kind;
    this.maxRequest = opened.maxRequest;
    this.#endpoints = opened.endpoints;
    if (opened.endpoints) this.currentEndpoints = (options) => this.#list(options);
  }

  get endpoints(): ReadonlySet<string> | undefined {
    return this.#endpoints;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async exchange(endpoint: string, request: Bytes, { signal }: CallOptions = {}): Promise<Bytes> {
    if (request.length > this.maxRequest) {
      throw new ProvisioningError('endpoint/request-size', `a request has at most ${this.maxRequest} bytes`);
    }
    const path = `/device/${this.#opened.link}/${encodeURIComponent(endpoint)}`;
    for (let tries = this.#aborted ? busyTries : 1; ; tries--) {
      try {
        const answer = await this.#call('POST', path, { body: request, signal });
        this.#aborted = false;
        return answer;
      } catch (error) {
        if (signal?.aborted) this.#aborted = true;
        if (tries === 1 || !isProvisioningError(error, 'helper/busy')) throw error;
        await this.#line.clock.sleep(busyMs, { signal });
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const path = `/device/${this.#opened.link}`;
    // Also from a page that is being left; a helper that is gone has closed it.
    await callHelper(this.#line, { method: 'DELETE', path, ms: graceMs, keepalive: true }).catch(() => undefined);
  }

  async #list({
    including,
    signal,
  }: CallOptions & { including?: string | undefined } = {}): Promise<ReadonlySet<string>> {
    const query = including === undefined ? '' : `?including=${encodeURIComponent(including)}`;
    const answer = readJson(await this.#call('GET', `/device/${this.#opened.link}${query}`, { signal }));
    this.#endpoints = readNames(members(answer)['endpoints']) ?? new Set();
    return this.#endpoints;
  }

  async #call(
    method: 'GET' | 'POST',
    path: string,
    call: { body?: Bytes; signal: AbortSignal | undefined },
  ): Promise<Bytes> {
    if (this.#closed) throw new ProvisioningError('link/closed');
    try {
      return await callHelper(this.#line, { method, path, ...call, ms: this.#opened.exchangeMs + graceMs });
    } catch (error) {
      throw this.#noted(error);
    }
  }

  /** To a session, a helper that ended is a link that was lost: whether the request reached the device is unknown. */
  #noted(error: unknown): unknown {
    const isGone = isProvisioningError(error, 'helper/gone');
    const told = isGone
      ? new ProvisioningError('link/lost', 'the helper program has ended', { cause: error })
      : (error as Error);
    if (isGone || lostLinks.has(told)) this.#lost.abort(told);
    return told;
  }
}

function readOpened(value: unknown): OpenedLink {
  const { link, kind, maxRequest, endpoints, exchangeMs } = members(value);
  if (
    typeof link === 'string' &&
    /^[0-9a-f]{1,64}$/.test(link) &&
    (kind === 'http' || kind === 'ble' || kind === 'console') &&
    isAmong(maxRequest, 65_536) &&
    isAmong(exchangeMs, 86_400_000)
  ) {
    return { link, kind, maxRequest, exchangeMs, endpoints: readNames(endpoints) };
  }
  throw new ProvisioningError('link/protocol', 'the helper opened a link and says nothing that is known of it');
}

function isAmong(value: unknown, most: number): value is number {
  return typeof value === 'number' && value >= 1 && value <= most;
}

function readNames(value: unknown): ReadonlySet<string> | undefined {
  if (!Array.isArray(value)) return undefined;
  return new Set(value.filter((name): name is string => typeof name === 'string').slice(0, mostEndpoints));
}
