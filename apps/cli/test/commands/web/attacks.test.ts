import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { benchToken, echoTransport, helperBench, helperCode, rawExchange } from '../../support/helper-bench.ts';

/** A request as text, with the headers that a page of the helper sends. */
const request = (port: number, line: string, headers: Record<string, string> = {}, body = '') =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({
      Host: `localhost:${port}`,
      'X-Esp-Prov-Token': benchToken,
      Connection: 'close',
      ...(body ? { 'Content-Length': String(body.length) } : {}),
      ...headers,
    }).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');

/** Waits for the next connection to a server of this process, and returns the server's end of it. */
function servedSocket(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const channel = 'net.server.socket';
    subscribe(channel, function look(message) {
      const { socket } = message as { readonly socket: Socket };
      if (socket.localPort !== port) return;
      unsubscribe(channel, look);
      resolve(socket);
    });
  });
}

const status = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('a page elsewhere in the browser', () => {
  test.each([
    'https://evil.example',
    'null',
    'http://localhost',
    'http://localhost:1',
    'https://localhost:PORT',
    'http://localhost:PORT.evil.example',
    'http://evil.example:PORT',
    // Another name of this machine is another origin.
    'http://127.0.0.1:PORT',
    'http://[::1]:PORT',
    '',
  ])('with the origin %j gets nothing, even with the token', async (origin) => {
    await using bench = await helperBench();
    const headers = { Origin: origin.replace('PORT', `${bench.port}`) };
    for (const line of ['GET /helper/status', 'POST /helper/links', 'OPTIONS /helper/links', 'DELETE /device/00']) {
      const answer = await rawExchange(bench.port, request(bench.port, line, headers));
      expect(status(answer)).toBe(403);
      expect(answer).not.toMatch(/access-control/i);
    }
    expect(bench.opened).toEqual([]);
  });

  test.each(['cross-site', 'same-site', 'none'])('that browsers call %s gets nothing', async (site) => {
    await using bench = await helperBench();
    const answer = await rawExchange(bench.port, request(bench.port, 'GET /helper/status', { 'Sec-Fetch-Site': site }));
    expect(status(answer)).toBe(403);
  });

  test('that was named is answered, with its token, and nothing but it', async () => {
    await using bench = await helperBench({ origins: ['https://setup.example'] });
    const from = async (line: string, headers: Record<string, string>) =>
      await rawExchange(bench.port, request(bench.port, line, { 'Sec-Fetch-Site': 'cross-site', ...headers }));
    const named = { Origin: 'https://setup.example' };
    const preflight = await from('OPTIONS /helper/links', {
      ...named,
      'X-Esp-Prov-Token': '',
      'Access-Control-Request-Private-Network': 'true',
    });
    expect(status(preflight)).toBe(204);
    expect(preflight).toContain('Access-Control-Allow-Origin: https://setup.example\r\n');
    expect(preflight).toContain('Access-Control-Allow-Private-Network: true\r\n');
    expect(preflight).not.toMatch(/allow-credentials/i);
    const answer = await from('GET /helper/status', named);
    expect(status(answer)).toBe(200);
    expect(answer).toContain('Access-Control-Allow-Origin: https://setup.example\r\n');
    expect(status(await from('GET /helper/status', { ...named, 'X-Esp-Prov-Token': '' }))).toBe(403);
    for (const Origin of ['https://setup.example.evil', 'http://setup.example', 'https://SETUP.example', 'null']) {
      expect(status(await from('GET /helper/status', { Origin }))).toBe(403);
    }
  });
});

describe('a name that was made to lead to this machine', () => {
  test.each([
    'evil.example',
    'evil.example:PORT',
    'localhost.evil.example:PORT',
    'localhost',
    '127.0.0.1',
    '0.0.0.0:PORT',
    '127.1:PORT',
    'localhost:PORT@evil',
    '',
  ])('%j gets neither page nor helper', async (host) => {
    await using bench = await helperBench();
    const headers = { Host: host.replace('PORT', `${bench.port}`) };
    for (const path of ['/', '/app/main.js', '/helper/status', '/open/ticket']) {
      const answer = await rawExchange(bench.port, request(bench.port, `GET ${path}`, headers));
      expect([400, 403]).toContain(status(answer));
      expect(answer).not.toContain('doctype');
      expect(answer).not.toContain(benchToken);
    }
  });

  test('counts although a second Host header is right', async () => {
    await using bench = await helperBench();
    const head = `GET / HTTP/1.1\r\nHost: localhost:${bench.port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect([400, 403]).toContain(status(await rawExchange(bench.port, head)));
    const none = 'GET / HTTP/1.0\r\n\r\n';
    expect([400, 403]).toContain(status(await rawExchange(bench.port, none)));
    // The target of a request to a proxy names a host too.
    const absolute = await rawExchange(bench.port, request(bench.port, 'GET http://evil.example/helper/status'));
    expect(status(absolute)).toBe(404);
  });

  test('is none of the three names of this machine', async () => {
    await using bench = await helperBench();
    for (const name of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST']) {
      const headers = { Host: `${name}:${bench.port}` };
      expect(status(await rawExchange(bench.port, request(bench.port, 'GET /helper/status', headers)))).toBe(200);
    }
  });
});

describe('a token', () => {
  test.each(['', 'x', benchToken.slice(1), `${benchToken}0`, benchToken.toUpperCase(), `${benchToken.slice(0, -1)}0`])(
    '%j opens nothing',
    async (token) => {
      await using bench = await helperBench();
      const headers = { 'X-Esp-Prov-Token': token };
      expect(await helperCode(await bench.request('/helper/status', { headers }))).toBe('helper/refused');
      const posted = await bench.request('/helper/links', { method: 'POST', body: '{"kind":"http"}', headers });
      expect(posted.status).toBe(403);
      expect(bench.opened).toEqual([]);
    },
  );

  test('counts in its header alone, and a browser is led to it once', async () => {
    await using bench = await helperBench();
    const bare = { 'X-Esp-Prov-Token': '' };
    // Whatever looks at an address before a browser opens it must not use it up.
    expect((await bench.request('/open/ticket', { method: 'HEAD', redirect: 'manual' })).status).toBe(404);
    for (const path of [`/helper/status?token=${benchToken}`, `/helper/status#helper=${benchToken}`]) {
      expect((await bench.request(path, { headers: bare })).status).toBe(403);
    }
    const first = await bench.request('/open/ticket', { redirect: 'manual', headers: bare });
    expect({ status: first.status, location: first.headers.get('location') }).toEqual({
      status: 303,
      location: `/#helper=${benchToken}`,
    });
    expect((await bench.request('/open/ticket', { redirect: 'manual', headers: bare })).status).toBe(404);
  });
});

describe('too much', () => {
  test('in a body is refused without being read', async () => {
    await using bench = await helperBench();
    const body = 'x'.repeat(65_537);
    const posted = await bench.request('/helper/links', { method: 'POST', body });
    expect(posted.status).toBe(413);
    // Without a length, it ends as soon as it is too long.
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const head = request(bench.port, 'POST /helper/links', { 'Transfer-Encoding': 'chunked' });
    expect(status(await rawExchange(bench.port, [head, chunk, chunk, chunk]))).toBe(413);
    expect(bench.opened).toEqual([]);
  });

  test('in headers, in their number and in the path ends the connection', async () => {
    await using bench = await helperBench();
    const long = request(bench.port, 'GET /helper/status', { 'X-Long': 'x'.repeat(20_000) });
    expect(status(await rawExchange(bench.port, long))).toBe(431);
    const path = request(bench.port, `GET /${'x'.repeat(10_000)}`);
    expect(status(await rawExchange(bench.port, path))).toBe(431);
  });

  test('of connections leaves the helper to its page afterwards', async () => {
    await using bench = await helperBench();
    const sockets = Array.from({ length: 1000 }, () => connect(bench.port, '127.0.0.1').on('error', () => undefined));
    // All but a few are closed by the helper.
    await expect.poll(() => sockets.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(64);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(
        async () =>
          await bench.request('/helper/status').then(
            ({ ok }) => ok,
            () => false,
          ),
      )
      .toBe(true);
  });

  test('of exchanges at once is refused, not kept', async () => {
    let exchanges = 0;
    let release: (value?: undefined) => void = () => undefined;
    const held = new Promise<undefined>((resolve) => {
      release = resolve;
    });
    await using bench = await helperBench({
      open: async () =>
        echoTransport({
          exchange: async () => {
            exchanges++;
            await held;
            return utf8('ok');
          },
        }),
    });
    const opened = await bench.request('/helper/links', { method: 'POST', body: '{"kind":"http"}' });
    const { link } = (await opened.json()) as { link: string };
    const codes: string[] = [];
    const answers = Array.from({ length: 20 }, async () => {
      const answer = await bench.request(`/device/${link}/proto-ver`, { method: 'POST', body: '---' });
      codes.push(answer.ok ? 'ok' : await helperCode(answer));
    });
    await expect.poll(() => codes.length).toBe(19);
    release();
    await Promise.all(answers);
    expect(codes).toEqual([...Array.from({ length: 19 }, () => 'helper/busy'), 'ok']);
    expect(exchanges).toBe(1);
  });
});

describe('a client that is slow', () => {
  test('with its headers or its body is cut off, and holds nobody up', async () => {
    await using bench = await helperBench();
    const slowHead = connect(bench.port, '127.0.0.1').on('error', () => undefined);
    slowHead.write(`POST /helper/links HTTP/1.1\r\nHost: localhost:${bench.port}\r\nX-`);
    const slowBody = connect(bench.port, '127.0.0.1').on('error', () => undefined);
    slowBody.resume();
    slowHead.resume();
    slowBody.write(request(bench.port, 'POST /helper/links', { 'Content-Length': '50' }, '{'));
    expect((await bench.request('/helper/status')).status).toBe(200);
    await expect.poll(() => [slowHead.closed, slowBody.closed]).toEqual([true, true]);
    expect(bench.opened).toEqual([]);
  });

  test('with reading is cut off too, so that it holds no connection for ever', async () => {
    const body = new Uint8Array(32 * 1024 * 1024);
    const files = new Map([['/index.html', { type: 'text/html; charset=utf-8', body, etag: '"1"' }]]);
    await using bench = await helperBench({ files, stallMs: 200 });
    const socket = connect(bench.port, '127.0.0.1').on('error', () => undefined);
    const served = servedSocket(bench.port);
    socket.write(request(bench.port, 'GET /'));
    // Not a byte is taken until the server has given up.
    await once(await served, 'close');
    let length = 0;
    socket.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    await new Promise((resolve) => socket.once('close', resolve));
    expect(length).toBeLessThan(body.length);
  });

  test('that leaves ends the exchange that it has waited for', async () => {
    let socket: Socket | undefined;
    let ended: unknown;
    await using bench = await helperBench({
      open: async () =>
        echoTransport({
          exchange: (_, __, { signal } = {}) =>
            new Promise((_resolve, reject) => {
              signal?.addEventListener('abort', () => {
                ended = signal.reason;
                reject(signal.reason);
              });
              socket?.destroy();
            }),
        }),
    });
    const opened = await bench.request('/helper/links', { method: 'POST', body: '{"kind":"http"}' });
    const { link } = (await opened.json()) as { link: string };
    socket = connect(bench.port, '127.0.0.1');
    socket.write(request(bench.port, `POST /device/${link}/prov-scan`, {}, 'x'));
    await expect.poll(() => ended).toMatchObject({ code: 'link/closed' });
  });
});

describe('a path', () => {
  test.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..\\..\\etc\\passwd',
    '/app/../../etc/passwd',
    '//etc/passwd',
    '/app',
    '/app/',
    '/index.html%00.js',
    '/%',
    '/%zz',
    '/%ff',
    '/.git/config',
    '/constructor',
    '/__proto__',
  ])('%s leads to no file', async (path) => {
    await using bench = await helperBench();
    expect(status(await rawExchange(bench.port, request(bench.port, `GET ${path}`)))).toBe(404);
  });

  test('of the page is read, and nothing is written there', async () => {
    await using bench = await helperBench();
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS']) {
      expect(status(await rawExchange(bench.port, request(bench.port, `${method} /index.html`)))).toBe(405);
    }
    const page = await bench.request('/');
    expect(await page.text()).toBe('<!doctype html>');
    const head = await bench.request('/?a=b', { method: 'HEAD' });
    expect({ status: head.status, length: head.headers.get('content-length') }).toEqual({ status: 200, length: '15' });
    const again = await bench.request('/index.html', { headers: { 'If-None-Match': '"1"' } });
    expect(again.status).toBe(304);
    // Ranges are not served: the whole file is.
    const range = await bench.request('/', { headers: { Range: 'bytes=0-1' } });
    expect({ status: range.status, text: await range.text() }).toEqual({ status: 200, text: '<!doctype html>' });
  });

  test.each(['/helper/x', '/helper/links/1', '/device/0/x/y', '/device/0/%', '/device/0/%ff', '/device/'])(
    '%s of the helper is none',
    async (path) => {
      await using bench = await helperBench();
      const response = await bench.request(path, { method: 'POST', body: 'x' });
      expect({ status: response.status, code: await helperCode(response) }).toEqual({
        status: 404,
        code: 'helper/refused',
      });
    },
  );
});
