import { describe, expect, test } from 'vitest';
import { keepPage } from '../../src/app/service-worker.ts';

const home = 'https://example.org/setup/';

/** A service worker's world: caches in memory, and a network that is there or not. */
class World {
  readonly stores = new Map<string, Map<string, Response>>();
  readonly messages: unknown[] = [];
  readonly fetched: string[] = [];
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
    fetch: async (request: Request | string) => this.#fetch(typeof request === 'string' ? request : request.url),
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
      match: async (url: string, { cacheName }: { cacheName: string }) => this.stores.get(cacheName)?.get(url)?.clone(),
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
  async get(url: string, { mode = 'no-cors', method = 'GET' } = {}): Promise<string | undefined> {
    let answer: Promise<Response> | undefined;
    const request = { url: new URL(url, home).href, mode, method };
    this.#listeners.get('fetch')?.({ request, respondWith: (each: Promise<Response>) => (answer = each) } as never);
    return await (await answer)?.text();
  }

  #fetch(url: string): Response {
    this.fetched.push(url);
    if (this.network === undefined) throw new TypeError('no network');
    return this.network(url);
  }
}

const files = ['index.html', 'assets/app-1.js', 'icons/mark.svg'];

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
});
