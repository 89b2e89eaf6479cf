/** The part of a service worker's world that is used. */
export interface WorkerScope {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void>; matchAll(): Promise<readonly { postMessage(message: unknown): void }[]> };
  readonly registration: { readonly scope: string };
  fetch(request: Request | string, init?: RequestInit): Promise<Response>;
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: Fetching) => void): void;
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** The built page. */
export interface PagePack {
  readonly version: string;
  /** Its files, by paths relative to the page. */
  readonly files: readonly string[];
}

/** Time in ms after which the kept page is shown: a machine in a device's own Wi-Fi has a network that answers nothing. */
const patienceMs = 2500;

/**
 * Keeps the page for times without a network. The page itself comes from the network where that answers, so nothing old
 * is ever shown for long; its files have the hash of their content in their names and come from the cache.
 */
export function keepPage(scope: WorkerScope, { version, files }: PagePack): void {
  const home = scope.registration.scope;
  const prefix = `esp-prov ${home} `;
  const kept = new Set(files.map((file) => new URL(file, home).href));

  scope.addEventListener('install', (event) => {
    const fill = async () => {
      const cache = await scope.caches.open(prefix + version);
      try {
        await cache.addAll([...kept].map((url) => new Request(url, { cache: 'no-cache' })));
      } catch (error) {
        // A file is missing, or there is no room. An empty cache would count as the version before the next one.
        await scope.caches.delete(prefix + version);
        throw error;
      }
      await scope.skipWaiting();
    };
    event.waitUntil(fill());
  });

  scope.addEventListener('activate', (event) => {
    const clear = async () => {
      const names = (await scope.caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + version);
      // A page of the version before may be in the middle of a set-up, and load the rest of its files yet.
      await Promise.all(names.slice(0, -1).map((name) => scope.caches.delete(name)));
      await scope.clients.claim();
      for (const client of await scope.clients.matchAll()) client.postMessage({ version });
    };
    event.waitUntil(clear());
  });

  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET') return;
    const url = new URL(request.url);
    // What a device or the helper answers is never that of the page, whatever its path.
    if (url.origin !== new URL(home).origin) return;
    const isHome = url.pathname === new URL(home).pathname;
    const href = isHome ? new URL('index.html', home).href : url.origin + url.pathname;
    if (request.mode === 'navigate') {
      if (isHome || kept.has(href)) event.respondWith(fromNetwork(request, href));
    } else if (kept.has(href) || href.startsWith(`${home}assets/`)) event.respondWith(fromCache(request, href));
  });

  async function fromCache(request: Request, href: string): Promise<Response> {
    return (await keptAnswer(href)) ?? (await scope.fetch(request));
  }

  /** Returns what is kept of an address, the newest first. */
  async function keptAnswer(href: string): Promise<Response | undefined> {
    const names = (await scope.caches.keys()).filter((name) => name.startsWith(prefix));
    for (const cacheName of [prefix + version, ...names.reverse()]) {
      const answer = await scope.caches.match(href, { cacheName });
      if (answer !== undefined) return answer.redirected ? asItself(answer) : answer;
    }
    return undefined;
  }

  async function fromNetwork(request: Request, href: string): Promise<Response> {
    const old = await keptAnswer(href);
    if (old === undefined) return await scope.fetch(request);
    try {
      // A redirect is for the browser to follow: it refuses a page that came by way of one.
      const answer = await scope.fetch(request.url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
      return answer.ok || answer.type === 'opaqueredirect' ? answer : old;
    } catch {
      return old;
    }
  }
}

/** Returns an answer without the way that it came by: browsers show no page that a worker got by a redirect. */
function asItself({ body, status, statusText, headers }: Response): Response {
  return new Response(body, { status, statusText, headers });
}
