import { type Bytes, ProvisioningError, type Random, utf8 } from '@esp-prov/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HttpReply, type HttpRequest, HttpService, maxHttpBody, type Requests } from '../../src/index.ts';

/** A dispatcher that writes down what the service does with it. */
class RecordingRequests implements Requests {
  readonly calls: string[] = [];
  refuse = false;

  open(peer: number): void {
    this.calls.push(`open ${peer}`);
  }

  close(peer: number): void {
    this.calls.push(`close ${peer}`);
  }

  async handle(peer: number, endpoint: string, request: Uint8Array): Promise<Bytes> {
    this.calls.push(`${endpoint} for ${peer}`);
    if (this.refuse) throw new ProvisioningError('message/malformed');
    return Uint8Array.from(request);
  }
}

/** Returns the session numbers in the order in which they are to be drawn. */
function numbers(...values: number[]): Random {
  return () => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, values.shift() ?? 0);
    return bytes;
  };
}

function bench(random: Random = numbers(11, 22, 33, 44)) {
  const requests = new RecordingRequests();
  const lines: string[] = [];
  const service = new HttpService({
    requests,
    endpoints: ['prov-config', 'proto-ver'],
    random,
    log: (level, tag, text) => lines.push(`${level} ${tag}: ${text}`),
  });
  const post = (more: Partial<HttpRequest> = {}) =>
    service.handle({
      method: 'POST',
      path: '/prov-config',
      connection: 1,
      cookie: undefined,
      contentLength: more.body?.length ?? 1,
      body: utf8('x'),
      ...more,
    });
  return { requests, lines, service, post };
}

/** What the firmware says of a request that fails. */
const handlerFailed = [
  'error protocomm_httpd: Data handler failed',
  'warn httpd_uri: httpd_uri: uri handler execution failed',
];

/** Returns the lines that a log shows at its default level. */
function told(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.startsWith('debug'));
}

function answered(reply: HttpReply): Exclude<HttpReply, 'drop'> {
  if (reply === 'drop') throw new Error('an answer was expected, the connection was closed');
  return reply;
}

function setCookie(reply: HttpReply): string | undefined {
  return answered(reply).headers['Set-Cookie'];
}

describe('an answer', () => {
  test('has status 200, the type that the firmware sends, the body, and keeps the connection', async () => {
    const { post } = bench();
    expect(await post({ body: utf8('hello') })).toEqual({
      status: 200,
      reason: 'OK',
      headers: { 'Content-Type': 'text/html', 'Set-Cookie': 'session=11' },
      body: utf8('hello'),
      close: false,
    });
  });

  test.each(['/', '/prov-config2', '/prov-config2?/prov-config', '/prov-config/', '/Prov-Config', '//prov-config', ''])(
    'to the path “%s” is 404, and the connection closes',
    async (path) => {
      const { post, requests } = bench();
      expect(await post({ path })).toMatchObject({
        status: 404,
        body: utf8('Nothing matches the given URI'),
        close: true,
      });
      expect(requests.calls).toEqual([]);
    },
  );

  test.each(['GET', 'PUT', 'OPTIONS', 'HEAD', 'post'])(
    'to the method %s is 405, and the connection closes',
    async (m) => {
      const { post, requests } = bench();
      expect(await post({ method: m })).toMatchObject({ status: 405, close: true });
      expect(requests.calls).toEqual([]);
    },
  );

  test.each(['/prov-config?x=1', '/prov-config?', '/prov-config#x', 'http://192.168.4.1/prov-config'])(
    'to “%s” is none: the path is found, no endpoint has that name, and a session is entered before that is known',
    async (path) => {
      const { post, requests, lines } = bench();
      expect(await post({ path })).toBe('drop');
      expect(requests.calls).toEqual(['open 11']);
      expect(told(lines)).toEqual([`error protocomm: No registered endpoint for ${path.slice(1)}`, ...handlerFailed]);
      expect(await post({ path, method: 'GET' })).toMatchObject({ status: 405 });
    },
  );

  test.each([
    { version: '2.0', status: 505, text: 'HTTP version not supported by server' },
    { version: '1.0', status: 200, text: 'x' },
    { longPath: 495, status: 404, text: 'Nothing matches the given URI' },
    { longPath: 496, version: '2.0', status: 414, text: 'URI is too long' },
    { headerBytes: 1023, status: 200, text: 'x' },
    { headerBytes: 1024, path: '/', status: 431, text: 'Header fields are too long' },
  ])(
    'to what the HTTP server of the firmware does not read is its own: %j',
    async ({ status, text, longPath, ...request }) => {
      const { post, requests } = bench();
      const path = longPath ? { path: '/'.padEnd(longPath, 'a') } : {};
      expect(await post({ ...request, ...path })).toMatchObject({ status, body: utf8(text), close: status !== 200 });
      expect(requests.calls).toHaveLength(status === 200 ? 2 : 0);
    },
  );

  test('to a wrong method on an unknown path is 404', async () => {
    const { post } = bench();
    expect(await post({ method: 'GET', path: '/favicon.ico' })).toMatchObject({ status: 404 });
  });

  test('never carries CORS headers', async () => {
    const { post } = bench();
    const replies = [await post(), await post({ method: 'OPTIONS' }), await post({ path: '/' })].map(answered);
    const names = replies.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => /access-control/i.test(name))).toEqual([]);
  });
});

describe('a request', () => {
  test.each([
    { contentLength: undefined, why: 'is sent in chunks or without a length' },
    { contentLength: 0, why: 'is empty' },
    {
      contentLength: maxHttpBody + 1,
      why: 'is longer than 4096 bytes',
      line: 'Request content length should be less than 4kb',
    },
    { contentLength: Number.NaN, why: 'has a length that is no number' },
  ])('that $why is refused without a word, and enters its session all the same', async ({ contentLength, line }) => {
    const { post, requests, lines } = bench();
    expect(await post({ contentLength })).toBe('drop');
    expect(requests.calls).toEqual(['open 11']);
    expect(told(lines)).toEqual([`error protocomm_httpd: ${line ?? 'Content length not found'}`, handlerFailed[1]]);
  });

  test('of one byte and one of 4096 are both served', async () => {
    expect(maxHttpBody).toBe(4096);
    const { post } = bench();
    for (const length of [1, 4096]) {
      expect(answered(await post({ body: new Uint8Array(length) })).body).toHaveLength(length);
    }
  });

  test('that the dispatcher refuses closes the connection without a word', async () => {
    const { post, requests, lines } = bench();
    requests.refuse = true;
    expect(await post()).toBe('drop');
    expect(told(lines)).toEqual(handlerFailed);
  });
});

describe('the session', () => {
  test('begins with the first request of anybody and is told in a cookie without attributes', async () => {
    const { post, requests } = bench();
    expect(setCookie(await post())).toBe('session=11');
    expect(requests.calls).toEqual(['open 11', 'prov-config for 11']);
  });

  test('goes on for the same connection, and its cookie is told once', async () => {
    const { post, requests } = bench();
    await post();
    expect(setCookie(await post())).toBeUndefined();
    expect(requests.calls).toEqual(['open 11', 'prov-config for 11', 'prov-config for 11']);
  });

  test('goes on over other connections with the cookie', async () => {
    const { post, requests } = bench();
    await post();
    for (const connection of [2, 3]) {
      expect(setCookie(await post({ connection, cookie: 'session=11' }))).toBeUndefined();
    }
    expect(requests.calls.filter((call) => call.startsWith('open'))).toEqual(['open 11']);
  });

  test('asks for the cookie from the first matching one on, also on the first connection', async () => {
    const { post, requests } = bench();
    await post();
    await post({ cookie: 'session=11' });
    expect(setCookie(await post())).toBe('session=22');
    expect(requests.calls.slice(-3)).toEqual(['close 11', 'open 22', 'prov-config for 22']);
  });

  test.each([
    'session=12',
    'Session=11',
    'session=11;',
    'session=11; a=b',
    ' session=11',
    'session=011',
    'session=',
    '',
  ])('is replaced by the cookie “%s”, even on its own connection', async (cookie) => {
    const { post } = bench();
    await post();
    expect(setCookie(await post({ cookie }))).toBe('session=22');
  });

  test('is compared with cookies of up to nineteen characters; a longer one counts as none', async () => {
    const nineteen = bench();
    await nineteen.post();
    expect(setCookie(await nineteen.post({ cookie: 'x'.repeat(19) }))).toBe('session=22');
    const twenty = bench();
    await twenty.post();
    expect(setCookie(await twenty.post({ cookie: 'x'.repeat(20) }))).toBeUndefined();
    expect(setCookie(await twenty.post({ cookie: 'session=11;aaaaaaaaaaaa', connection: 2 }))).toBe('session=22');
  });

  test('may have the longest number, whose cookie still fits', async () => {
    const { post } = bench(numbers(4294967294));
    expect(setCookie(await post())).toBe('session=4294967294');
    expect(setCookie(await post({ connection: 2, cookie: 'session=4294967294' }))).toBeUndefined();
  });

  test('never has the number that means none', async () => {
    const { post } = bench(numbers(4294967295, 4294967295, 5));
    expect(setCookie(await post())).toBe('session=5');
  });

  test('may have the number zero', async () => {
    const { post, requests } = bench(numbers(0, 7));
    expect(setCookie(await post())).toBe('session=0');
    expect(setCookie(await post({ connection: 2, cookie: 'session=0' }))).toBeUndefined();
    await post({ connection: 3 });
    expect(requests.calls).toContain('close 0');
  });

  test('is drawn from random bytes that are a view into a larger buffer', async () => {
    const { post } = bench(() => Uint8Array.of(9, 9, 0, 0, 1, 0, 9, 9).subarray(2, 6));
    expect(setCookie(await post())).toBe('session=256');
  });

  test('is replaced by another connection without the cookie, even by a mere look at the version', async () => {
    const { post, requests } = bench();
    await post();
    expect(setCookie(await post({ connection: 2, path: '/proto-ver' }))).toBe('session=22');
    expect(requests.calls).toEqual(['open 11', 'prov-config for 11', 'close 11', 'open 22', 'proto-ver for 22']);
    expect(setCookie(await post({ connection: 3, cookie: 'session=11' }))).toBe('session=33');
  });

  test('is not replaced by a request that never reaches an endpoint', async () => {
    const { post } = bench();
    await post();
    await post({ connection: 2, path: '/' });
    await post({ connection: 2, method: 'GET' });
    expect(setCookie(await post())).toBeUndefined();
  });

  test('is replaced by a request of a stranger whose length is refused, and not by one of its owner', async () => {
    const { post, requests } = bench();
    await post();
    await post({ contentLength: 0 });
    await post({ connection: 2, contentLength: 0, cookie: 'session=11' });
    expect(requests.calls).toEqual(['open 11', 'prov-config for 11']);
    await post({ connection: 3, contentLength: 0 });
    expect(requests.calls.slice(2)).toEqual(['close 11', 'open 22']);
  });

  test('outlives its connection for the cookie, and for nobody else', async () => {
    const withCookie = bench();
    await withCookie.post();
    withCookie.service.connectionClosed(1);
    expect(setCookie(await withCookie.post({ connection: 2, cookie: 'session=11' }))).toBeUndefined();
    const without = bench();
    await without.post();
    without.service.connectionClosed(1);
    expect(setCookie(await without.post())).toBe('session=22');
  });

  test('stays with its connection when another one closes', async () => {
    const { post, service } = bench();
    await post();
    service.connectionClosed(2);
    expect(setCookie(await post())).toBeUndefined();
  });

  test('whose first request was refused is lost with its connection, as its cookie was never told', async () => {
    const { post, requests, service } = bench();
    requests.refuse = true;
    await post();
    service.connectionClosed(1);
    requests.refuse = false;
    expect(setCookie(await post({ connection: 2 }))).toBe('session=22');
  });

  test('ends with the service, once', async () => {
    const { post, requests, service } = bench();
    service.close();
    expect(requests.calls).toEqual([]);
    await post();
    service.close();
    service.close();
    expect(requests.calls.filter((call) => call === 'close 11')).toHaveLength(1);
  });

  test('is one at any time, whatever cookies and connections come', async () => {
    const request = fc.record({
      connection: fc.integer({ min: 1, max: 3 }),
      cookie: fc.option(
        fc.oneof(
          fc.integer({ min: 1, max: 12 }).map((number) => `session=${number}`),
          fc.string({ maxLength: 25 }),
        ),
        { nil: undefined },
      ),
      closes: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 12 }), async (sequence) => {
        let next = 0;
        const { post, requests, service } = bench(() => Uint8Array.of(0, 0, 0, ++next));
        for (const { closes, ...more } of sequence) {
          await post(more);
          if (closes) service.connectionClosed(more.connection);
        }
        let open: string | undefined;
        for (const call of requests.calls) {
          const [what, number] = [call.split(' ')[0], call.split(' ').at(-1)];
          if (what === 'open') expect(open).toBeUndefined();
          else expect(number).toBe(open);
          open = what === 'close' ? undefined : number;
        }
      }),
    );
  });
});

describe('endpoints that come and go', () => {
  test('are not found once they are gone, and the session of the others goes on', async () => {
    const { service, post, requests, lines } = bench();
    await post();
    lines.length = 0;
    service.change(['proto-ver', 'custom-data']);
    expect(lines).toEqual([
      'debug protocomm_httpd: Removing endpoint : prov-config',
      'debug protocomm_httpd: Adding endpoint : custom-data',
    ]);
    expect(await post()).toMatchObject({ status: 404 });
    expect(await post({ path: '/custom-data' })).toMatchObject({ status: 200 });
    expect(await post({ path: '/proto-ver' })).toMatchObject({ status: 200 });
    expect(requests.calls).toEqual(['open 11', 'prov-config for 11', 'custom-data for 11', 'proto-ver for 11']);
    service.change(['proto-ver', 'prov-config']);
    expect(await post()).toMatchObject({ status: 200 });
  });

  test('are gone in the order in which the manager removes them', () => {
    const lines: string[] = [];
    const endpoints = ['prov-config', 'prov-ctrl', 'prov-scan', 'proto-ver'];
    const log = (_level: string, _tag: string, text: string) => lines.push(text);
    const service = new HttpService({ requests: new RecordingRequests(), endpoints, log });
    lines.length = 0;
    service.change(['proto-ver']);
    expect(lines.map((line) => line.replace(/^.*: /, ''))).toEqual(['prov-ctrl', 'prov-scan', 'prov-config']);
  });
});
