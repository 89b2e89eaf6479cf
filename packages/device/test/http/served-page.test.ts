import { type Bytes, utf8 } from '@esp-prov/protocol';
import { fixedRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import {
  type HttpReply,
  type HttpRequest,
  HttpService,
  type HttpServiceOptions,
  type Requests,
} from '../../src/index.ts';

const html = 'text/html; charset=utf-8';

/** A page of a few files; one is compressed. */
const files = new Map([
  ['/index.html', { type: html, body: utf8('<!doctype html>') }],
  ['/assets/app.js', { type: 'text/javascript', body: utf8('gz'), encoding: 'gzip' }],
  ['/examples/index.html', { type: html, body: utf8('examples') }],
]);

const origin = 'http://192.168.4.1';

function bench(options: Partial<HttpServiceOptions> = {}) {
  const calls: string[] = [];
  const requests: Requests = {
    open: (peer) => void calls.push(`open ${peer}`),
    close: (peer) => void calls.push(`close ${peer}`),
    handle: async (_, endpoint, request): Promise<Bytes> => {
      calls.push(endpoint);
      return Uint8Array.from(request);
    },
  };
  const random = fixedRandom(...[11, 22, 33].map((last) => Uint8Array.of(0, 0, 0, last)));
  const service = new HttpService({
    requests,
    endpoints: ['prov-config'],
    page: { files, origin },
    random,
    ...options,
  });
  const request = async (more: Partial<HttpRequest>): Promise<HttpReply> =>
    await service.handle({
      method: 'GET',
      path: '/',
      host: '192.168.4.1',
      connection: 1,
      cookie: undefined,
      contentLength: undefined,
      body: new Uint8Array(0),
      ...more,
    });
  const post = async (more: Partial<HttpRequest> = {}) =>
    await request({ method: 'POST', path: '/prov-config', contentLength: 1, body: utf8('x'), ...more });
  return { calls, request, post };
}

describe('a device with a page', () => {
  test('serves its files, with their types and in the form in which it has them', async () => {
    const { request } = bench();
    expect(await request({ path: '/?lang=de' })).toMatchObject({
      status: 200,
      headers: { 'Content-Type': html, 'X-Content-Type-Options': 'nosniff' },
      body: utf8('<!doctype html>'),
      close: false,
    });
    expect(await request({ path: '/assets/app.js', method: 'HEAD' })).toMatchObject({
      status: 200,
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(await request({ path: '/examples/' })).toMatchObject({ status: 200, body: utf8('examples') });
  });

  test('keeps the session while files are loaded, over whatever connection', async () => {
    const { request, post, calls } = bench();
    const first = await post({ connection: 1 });
    expect(first).toMatchObject({ headers: { 'Set-Cookie': 'session=11' } });
    for (const connection of [2, 3, 4]) expect(await request({ connection })).toMatchObject({ status: 200 });
    expect(await post({ connection: 5, cookie: 'session=11' })).not.toHaveProperty('headers.Set-Cookie');
    expect(calls).toEqual(['open 11', 'prov-config', 'prov-config']);
  });

  test('finds the cookie of the session among those of others, which a browser sends too', async () => {
    const { post, calls } = bench();
    await post();
    const cookie = `theme=dark; router=${'x'.repeat(500)}; session=11; lang=de`;
    expect(await post({ connection: 2, cookie, headerBytes: 2000 })).toMatchObject({ status: 200 });
    expect(calls).toEqual(['open 11', 'prov-config', 'prov-config']);
    await post({ connection: 3, cookie: 'session=12; other=11' });
    expect(calls).toEqual(['open 11', 'prov-config', 'prov-config', 'close 11', 'open 22', 'prov-config']);
  });

  test.each([
    '/generate_204',
    '/gen_204',
    '/hotspot-detect.html',
    '/library/test/success.html',
    '/connecttest.txt',
    '/ncsi.txt',
    '/redirect',
    '/success.txt?ipv4',
    '/canonical.html',
    '/check_network_status.txt',
    '/kindle-wifi/wifistub.html',
  ])('answers the look for the Internet at %s with its page', async (path) => {
    const { request } = bench();
    expect(await request({ path, host: 'connectivitycheck.gstatic.com' })).toMatchObject({
      status: 302,
      headers: { Location: 'http://192.168.4.1/' },
    });
    expect(await request({ path })).toMatchObject({ status: 302 });
  });

  test('sends requests for other hosts to its page, and serves its own under any spelling', async () => {
    const { request } = bench();
    for (const host of ['example.com', 'captive.apple.com', '192.168.4.1.example.com', '192.168.4.1:81', '']) {
      expect(await request({ host })).toMatchObject({ status: 302, headers: { Location: 'http://192.168.4.1/' } });
    }
    expect(await request({ host: '192.168.4.1:80' })).toMatchObject({ status: 200 });
    expect(await request({ host: undefined })).toMatchObject({ status: 200 });
  });

  test.each([
    '/../index.html',
    '/assets/../index.html',
    '/%2e%2e/index.html',
    '/assets%2fapp.jsx',
    '/index.html%00',
    '/%',
    '/%ff',
    '//index.html',
    '/INDEX.HTML',
    '/assets',
    '/assets/',
    '/constructor',
    'index.html',
    'http://192.168.4.1.evil/index.html',
    `/${'a'.repeat(1900)}`,
  ])('has no file at %s', async (path) => {
    const { request, calls } = bench();
    expect(await request({ path })).toMatchObject({ status: 404, close: true });
    expect(calls).toEqual([]);
  });

  test('refuses a path of 10 kB, and headers of 10 kB', async () => {
    const { request } = bench();
    expect(await request({ path: `/${'a'.repeat(10_000)}` })).toMatchObject({ status: 414 });
    expect(await request({ headerBytes: 10_000 })).toMatchObject({ status: 431 });
  });

  test('keeps its endpoints as they are: no file hides one, and none is read', async () => {
    const hiding = new Map([...files, ['/prov-config', { type: html, body: utf8('no') }]]);
    const { request, post } = bench({ page: { files: hiding, origin } });
    expect(await request({ path: '/prov-config' })).toMatchObject({ status: 405 });
    expect(await post()).toMatchObject({ body: utf8('x') });
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await request({ method, path: '/index.html' })).toMatchObject({ status: 404 });
    }
  });
});

describe('a device without a page', () => {
  test('answers everything as the firmware does', async () => {
    const { request, post, calls } = bench({ page: undefined });
    expect(await request({})).toMatchObject({ status: 404 });
    expect(await request({ path: '/generate_204', host: 'example.com' })).toMatchObject({ status: 404 });
    expect(await post({ headerBytes: 1024 })).toMatchObject({ status: 431 });
    await post();
    expect(await post({ connection: 2, cookie: 'a=b; session=11' })).toMatchObject({
      headers: { 'Set-Cookie': 'session=22' },
    });
    expect(calls).toContain('close 11');
    expect(await post({ origin: 'https://setup.example' })).not.toHaveProperty('headers.Vary');
  });
});

describe('pages of other origins', () => {
  const origins = ['https://setup.example'];

  test('read answers where they were allowed, and ask before', async () => {
    const { request, post } = bench({ page: undefined, origins });
    const named = { origin: 'https://setup.example' };
    expect(
      await request({ ...named, method: 'OPTIONS', path: '/prov-config', asksPrivateNetwork: true }),
    ).toMatchObject({
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': 'https://setup.example',
        'Access-Control-Allow-Private-Network': 'true',
      },
    });
    expect(await post(named)).toMatchObject({
      status: 200,
      headers: { 'Access-Control-Allow-Origin': 'https://setup.example', 'Set-Cookie': 'session=11' },
    });
  });

  test.each(['https://evil.example', 'null', 'https://setup.example.evil', undefined])(
    'such as %s learn nothing',
    async (origin) => {
      const { request, post, calls } = bench({ page: undefined, origins });
      expect(await request({ origin, method: 'OPTIONS', path: '/prov-config' })).toMatchObject({ status: 405 });
      expect(calls).toEqual([]);
      expect(await post({ origin })).not.toHaveProperty('headers.Access-Control-Allow-Origin');
    },
  );
});
