import type { IncomingMessage } from 'node:http';
import { equalConstantTime, utf8 } from '@esp-prov/protocol';

/** Header in which a page returns the token. */
export const tokenHeader = 'x-esp-prov-token';

/** What a request to the helper has to show. */
export interface GuardOptions {
  readonly port: number;
  readonly token: string;
  /** Origins of pages elsewhere that may use the helper. */
  readonly origins: readonly string[];
}

/** What a request is, as far as its headers say. */
export type RequestOrigin =
  /** From our own page, or from a program. */
  | { readonly kind: 'own' }
  /** From a page elsewhere that may use the helper. */
  | { readonly kind: 'allowed'; readonly origin: string }
  | { readonly kind: 'foreign' };

/**
 * Judges requests by their headers. Any page in the browser can send requests to this machine, and any name can be made
 * to lead here: so the name has to be that of this machine, and the page one that was named.
 */
export class RequestGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: Uint8Array;
  readonly #origins: ReadonlySet<string>;

  constructor({ port, token, origins }: GuardOptions) {
    const names = ['localhost', '127.0.0.1', '[::1]'];
    // Browsers leave the usual port out.
    this.#hosts = new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
    this.#token = utf8(token);
    this.#origins = new Set(origins);
  }

  /** Whether the request names this machine: a name that was made to lead here (DNS rebinding) is another. */
  isForThisHost({ headers, rawHeaders }: IncomingMessage): boolean {
    const named = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
    return named === 1 && this.#hosts.has((headers.host ?? '').toLowerCase());
  }

  /** Returns where a request comes from. */
  originOf({ headers }: IncomingMessage): RequestOrigin {
    const { origin, host = '' } = headers;
    if (origin !== undefined && this.#origins.has(origin)) return { kind: 'allowed', origin };
    if (origin !== undefined && origin !== `http://${host}`.toLowerCase()) return { kind: 'foreign' };
    // A request without an origin is one to the own origin, a navigation, or of a program: browsers say which.
    const site = headers['sec-fetch-site'];
    return { kind: site === undefined || site === 'same-origin' ? 'own' : 'foreign' };
  }

  /** Whether the request shows the token. */
  hasToken({ headers }: IncomingMessage): boolean {
    const shown = headers[tokenHeader];
    return typeof shown === 'string' && shown.length <= 64 && equalConstantTime(utf8(shown), this.#token);
  }
}
