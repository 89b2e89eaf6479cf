import { describe, expect, test } from 'vitest';
import { keepPage } from '../../src/app/service-worker.ts';

const home = 'https://example.org/setup/';

/** A service worker's world: caches in memory, and a network that is there or not. */
class World {
  readonly stores = new Map<string, Map<string, Response>>();
  readonly messages: unknown[] = [];
  readonly fetched: string[] = [];
  /** Addresses from which the host leads to another one. */
  readonly redirecting = new Set<string>();
  network: ((url: string) => Response) | undefined = (url) => new Response(`network ${url}`);
  readonly #listeners = new Map<string, (event: never) => void>();

  // biome-ignore lint/suspicious/noExplicitAny: a fake of a part of the browser
  readonly scope: any = {
    registration: { scope: home },
    skipWaiting: async () => {},
    clients: {
      claim: async () => {},
      matchAll: async () => [{ postMessage: (data: unknown) => this.messages.push(data) }],
    },
    addEventListener: (kind: string, listener: (event: never) => void) => this.#listeners.set(kind, listener),
    fetch: async (request: Request | string, { redirect }: RequestInit = {}) => {
      const url = typeof request === 'string' ? request : request.url;
      if (redirect === 'manual' && this.network && this.redirecting.has(url)) return opaqueRedirect();
      return this.#redirected(url, this.#fetch(url));
    },
    caches: {
      open: async (name: string) => {
        const store = this.stores.get(name) ?? new Map();
        this.stores.set(name, store);
        return {
          addAll: async (requests: Request[]) => {
            for (const { url } of requests) store.set(url, this.#fetch(url));
          },
        };
      },
      keys: async () => [...this.stores.keys()],
      delete: async (name: string) => this.stores.delete(name),
      match: async (url: string, { cacheName }: { cacheName: string }) => {
        const kept = this.stores.get(cacheName)?.get(url)?.clone();
        return kept && this.#redirected(url, kept);
      },
    },
  };

  start(version: string, files: readonly string[]): void {
    keepPage(this.scope, { version, files });
  }

  async last(kind: 'install' | 'activate'): Promise<void> {
    let work: Promise<unknown> | undefined;
    this.#listeners.get(kind)?.({ waitUntil: (each: Promise<unknown>) => (work = each) } as never);
    await work;
  }

  /** The text that a request gets from the worker; undefined if the worker leaves it to the browser. */
  async get(url: string, options: { mode?: string; method?: string } = {}): Promise<string | undefined> {
    return await (await this.ask(url, options))?.text();
  }

  async ask(url: string, { mode = 'no-cors', method = 'GET' } = {}): Promise<Response | undefined> {
    let answer: Promise<Response> | undefined;
    const request = { url: new URL(url, home).href, mode, method };
    this.#listeners.get('fetch')?.({ request, respondWith: (each: Promise<Response>) => (answer = each) } as never);
    return await answer;
  }

  /** Caches and networks both remember by how many addresses an answer came. */
  #redirected(url: string, answer: Response): Response {
    return Object.defineProperty(answer, 'redirected', { value: this.redirecting.has(url) });
  }

  #fetch(url: string): Response {
    this.fetched.push(url);
    if (this.network === undefined) throw new TypeError('no network');
    return this.network(url);
  }
}

const files = ['index.html', 'assets/app-1.js', 'icons/mark.svg'];

/** What a browser makes of a redirect that nobody has followed yet. */
function opaqueRedirect(): Response {
  return Object.defineProperty(new Response('elsewhere', { status: 400 }), 'type', { value: 'opaqueredirect' });
}

async function installed(version = '1'): Promise<World> {
  const world = new World();
  world.start(version, files);
  await world.last('install');
  await world.last('activate');
  return world;
}

describe('The service worker', () => {
  test('shows the page and its files without a network, whatever the query says', async () => {
    const world = await installed();
    world.network = undefined;
    expect(await world.get('./?lang=de', { mode: 'navigate' })).toBe(`network ${home}index.html`);
    expect(await world.get('index.html', { mode: 'navigate' })).toBe(`network ${home}index.html`);
    expect(await world.get('assets/app-1.js')).toBe(`network ${home}assets/app-1.js`);
  });

  test('shows the newest page where there is a network, and keeps to the old one if that answers nonsense', async () => {
    const world = await installed();
    world.network = () => new Response('new');
    expect(await world.get('./', { mode: 'navigate' })).toBe('new');
    world.network = () => new Response('captive portal', { status: 511 });
    expect(await world.get('./', { mode: 'navigate' })).toBe(`network ${home}index.html`);
  });

  test('does not touch what is not the page: the helper, a device, other pages, and what is sent', async () => {
    const world = await installed();
    expect(await world.get('device/1/prov-session')).toBeUndefined();
    expect(await world.get('helper/status')).toBeUndefined();
    expect(await world.get('examples/button.html', { mode: 'navigate' })).toBeUndefined();
    expect(await world.get('https://example.org/other/', { mode: 'navigate' })).toBeUndefined();
    expect(await world.get('index.html', { method: 'POST' })).toBeUndefined();
  });

  test('does not answer for other origins, whose paths are like its own', async () => {
    const world = await installed();
    // The address of a device is tried so; an answer from the cache would say that it is there.
    for (const url of ['http://192.168.1.47/setup/', 'https://example.org:8443/setup/', 'http://example.org/setup/']) {
      expect(await world.get(url)).toBeUndefined();
      expect(await world.get(`${url}index.html`)).toBeUndefined();
    }
  });

  test('leaves redirects of the host to the browser, and keeps pages that came by one so that they can be shown', async () => {
    const world = new World();
    // Hosts that take `index.html` out of addresses.
    world.redirecting.add(`${home}index.html`);
    world.start('1', files);
    await world.last('install');
    await world.last('activate');
    const moved = await world.ask('index.html', { mode: 'navigate' });
    expect(moved?.type).toBe('opaqueredirect');
    world.network = undefined;
    const kept = await world.ask('index.html', { mode: 'navigate' });
    expect({ redirected: kept?.redirected, text: await kept?.text() }).toEqual({
      redirected: false,
      text: `network ${home}index.html`,
    });
  });

  test('takes files from the cache and asks the network for those of a version that it never saw', async () => {
    const world = await installed();
    const before = world.fetched.length;
    await world.get('assets/app-1.js');
    expect(world.fetched.length).toBe(before);
    expect(await world.get('assets/app-2.js')).toBe(`network ${home}assets/app-2.js`);
  });

  test('keeps the version before the newest, as a page of it may be in the middle of a set-up', async () => {
    const world = await installed('1');
    world.stores.set('something of another page', new Map());
    for (const version of ['2', '3']) {
      world.start(version, files);
      await world.last('install');
      await world.last('activate');
    }
    const names = [...world.stores.keys()];
    expect(names).toEqual(['something of another page', `esp-prov ${home} 2`, `esp-prov ${home} 3`]);
    expect(world.messages).toEqual([{ version: '1' }, { version: '2' }, { version: '3' }]);
  });

  test('shows the newest of the versions that it keeps', async () => {
    const world = await installed('1');
    world.network = (url) => new Response(`newer ${url}`);
    world.start('2', files);
    await world.last('install');
    await world.last('activate');
    world.network = undefined;
    expect(await world.get('./', { mode: 'navigate' })).toBe(`newer ${home}index.html`);
    expect(await world.get('icons/mark.svg')).toBe(`newer ${home}icons/mark.svg`);
  });

  test('installs nothing by half: one missing file keeps the old version', async () => {
    const world = await installed('1');
    world.start('2', files);
    world.network = undefined;
    await expect(world.last('install')).rejects.toThrow('no network');
    expect(await world.get('./', { mode: 'navigate' })).toBe(`network ${home}index.html`);
  });

  test('forgets a version that found no room, so that it takes the place of no version that is whole', async () => {
    const world = await installed('1');
    world.start('2', files);
    world.network = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    await expect(world.last('install')).rejects.toThrow('no room');
    world.network = (url) => new Response(`network ${url}`);
    world.start('3', files);
    await world.last('install');
    await world.last('activate');
    expect([...world.stores.keys()]).toEqual([`esp-prov ${home} 1`, `esp-prov ${home} 3`]);
  });
});
