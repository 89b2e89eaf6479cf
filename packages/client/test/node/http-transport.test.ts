import type { Socket } from 'node:net';
import { utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { httpTransport } from '../../src/node/index.ts';
import { okAnswer, type RawRequest, RawServer } from '../support/raw-server.ts';

const ok = (_request: RawRequest, socket: Socket): void => {
  socket.write(okAnswer('hello'));
};

describe('a request over HTTP', () => {
  test('has the form that devices expect', async () => {
    await using server = await RawServer.open(ok);
    await using transport = httpTransport(server.address);
    expect(await transport.exchange('prov-config', utf8('abc'))).toEqual(utf8('hello'));
    const { head, body } = server.requests[0] as RawRequest;
    const [line, ...headers] = head.split('\r\n');
    expect(line).toBe('POST /prov-config HTTP/1.1');
    expect(body.toString()).toBe('abc');
    expect(headers.map((header) => header.toLowerCase())).toEqual(
      expect.arrayContaining([
        `host: ${server.address}`,
        'content-type: application/x-www-form-urlencoded',
        'accept: text/plain',
        'content-length: 3',
      ]),
    );
    expect(head).not.toMatch(/cookie|transfer-encoding|expect:/i);
    // The firmware's server takes a header block of 512 bytes.
    expect(head.length).toBeLessThan(512);
  });

  test('goes over one connection with those before and behind it where the device gives no cookie', async () => {
    await using server = await RawServer.open(ok);
    await using transport = httpTransport(server.address);
    for (let i = 0; i < 5; i++) await transport.exchange('prov-config', utf8('x'));
    expect(server.connections).toBe(1);
  });

  test('has a connection of its own once the device has given a cookie, and finds the one before closed', async () => {
    let open = 0;
    let most = 0;
    await using server = await RawServer.open((request, socket) => {
      if (request.connection > open) {
        most = Math.max(most, server.openConnections);
        open = request.connection;
      }
      socket.write(okAnswer('hello', request.connection === 1 ? ['Set-Cookie: session=7'] : []));
    });
    await using transport = httpTransport(server.address);
    for (let i = 0; i < 5; i++) await transport.exchange('prov-config', utf8('x'));
    expect(server.connections).toBe(5);
    expect(most).toBe(1);
    expect(server.requests.slice(1).map(({ head }) => /cookie: .*/i.exec(head)?.[0])).toEqual(
      Array(4).fill('Cookie: session=7'),
    );
    await server.allClosed();
  });

  test('takes a new connection where the device closes the one before, and keeps the cookie', async () => {
    await using server = await RawServer.open((_request, socket) => {
      socket.end(okAnswer('hello', ['Connection: close', 'Set-Cookie: session=7']));
    });
    await using transport = httpTransport(server.address);
    for (let i = 0; i < 3; i++) await transport.exchange('prov-config', utf8('x'));
    expect(server.connections).toBe(3);
    expect(server.requests.map(({ head }) => /cookie: .*/i.exec(head)?.[0])).toEqual([
      undefined,
      'Cookie: session=7',
      'Cookie: session=7',
    ]);
  });

  test('takes a new connection behind a refusal, which devices close without a word in the head', async () => {
    await using server = await RawServer.open((_request, socket) => {
      socket.write(
        server.connections === 1 ? 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' : okAnswer('hello'),
      );
    });
    await using transport = httpTransport(server.address);
    expect((await failureOf(transport.exchange('prov-ctrl', utf8('x')))).code).toBe('endpoint/not-found');
    expect(await transport.exchange('prov-config', utf8('x'))).toEqual(utf8('hello'));
    expect(server.connections).toBe(2);
  });

  test('carries the latest cookie alone and without its attributes', async () => {
    let count = 0;
    await using server = await RawServer.open((_request, socket) => {
      count++;
      socket.write(
        okAnswer('x', count === 3 ? [] : ['Set-Cookie: other=1', `Set-Cookie: session=${count}; Path=/; HttpOnly`]),
      );
    });
    await using transport = httpTransport(server.address);
    for (let i = 0; i < 4; i++) await transport.exchange('prov-config', utf8('x'));
    expect(server.requests.map(({ head }) => head.match(/cookie: .*/gi))).toEqual([
      null,
      ['Cookie: session=1'],
      ['Cookie: session=2'],
      ['Cookie: session=2'],
    ]);
  });

  test('works on where a device with a cookie closes its connections without saying so', async () => {
    await using server = await RawServer.open((_request, socket) => {
      socket.write(okAnswer('hello', ['Set-Cookie: session=7']), () => setImmediate(() => socket.destroy()));
    });
    await using transport = httpTransport(server.address);
    for (let i = 0; i < 5; i++) {
      expect(await transport.exchange('prov-config', utf8('x'))).toEqual(utf8('hello'));
      // Whoever chooses a network takes his time.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(server.connections).toBe(5);
  });

  test('of no bytes or of more than 4096 never goes out', async () => {
    await using server = await RawServer.open(ok);
    await using transport = httpTransport(server.address);
    for (const length of [0, 4097]) {
      expect((await failureOf(transport.exchange('prov-config', new Uint8Array(length)))).code).toBe(
        'endpoint/request-size',
      );
    }
    expect(server.connections).toBe(0);
    await transport.exchange('prov-config', new Uint8Array(4096));
  });

  test('goes to an endpoint of any name that a path can hold, as it is', async () => {
    await using server = await RawServer.open(ok);
    await using transport = httpTransport(server.address);
    await transport.exchange('esp_local_ctrl/a%20b..~', utf8('x'));
    expect(server.requests[0]?.head).toMatch(/^POST \/esp_local_ctrl\/a%20b\.\.~ HTTP\/1\.1\r\n/);
  });

  test.each(['', 'a b', 'a\r\nb', 'ä', 'x?y', 'x#y'])('to an endpoint called “%s” never goes out', async (endpoint) => {
    await using server = await RawServer.open(ok);
    await using transport = httpTransport(server.address);
    expect(await failureOf(transport.exchange(endpoint, utf8('x')))).toMatchObject({
      code: 'endpoint/not-found',
      details: { endpoint },
    });
    expect(server.connections).toBe(0);
  });
});

describe('an answer', () => {
  test('may be empty', async () => {
    await using server = await RawServer.open((_request, socket) => socket.write(okAnswer('')));
    await using transport = httpTransport(server.address);
    expect(await transport.exchange('prov-ctrl', utf8('x'))).toHaveLength(0);
  });

  test('may come in pieces, or in chunks of HTTP', async () => {
    await using server = await RawServer.open((_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
      socket.write('2\r\nde\r\n0\r\n\r\n');
    });
    await using transport = httpTransport(server.address);
    expect(await transport.exchange('prov-ctrl', utf8('x'))).toEqual(utf8('abcde'));
  });

  test.each([
    ['404 Not Found', 'endpoint/not-found'],
    ['405 Method Not Allowed', 'link/protocol'],
    ['500 Internal Server Error', 'link/protocol'],
    ['302 Found', 'link/protocol'],
    ['204 No Content', 'link/protocol'],
  ])('with status %s is %s, and the next exchange works', async (status, code) => {
    let count = 0;
    await using server = await RawServer.open((request, socket) => {
      if (count++ > 0) ok(request, socket);
      else
        socket.write(
          `HTTP/1.1 ${status}\r\nLocation: /elsewhere\r\n${status.startsWith('204') ? '' : 'Content-Length: 4\r\n'}\r\n${status.startsWith('204') ? '' : 'text'}`,
        );
    });
    await using transport = httpTransport(server.address);
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error).toMatchObject({ code, details: { endpoint: 'prov-config' } });
    expect(await transport.exchange('prov-config', utf8('x'))).toEqual(utf8('hello'));
    expect(server.requests).toHaveLength(2);
  });

  test('that changes to another protocol is no answer, and does not take the time of one', async () => {
    await using server = await RawServer.open((_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    // Time stands still, so nothing ends by it.
    await using transport = httpTransport(server.address, { clock: manualClock() });
    await expect(transport.exchange('proto-ver', utf8('x'))).rejects.toMatchObject({
      code: 'link/protocol',
      message: expect.stringContaining('101'),
    });
    await server.allClosed();
  });

  test('that is not HTTP is named as such', async () => {
    for (const garbage of ['SSH-2.0-OpenSSH_9.6\r\n', '\0\x01\x02\x03', 'HTTP/1.1 two hundred\r\n\r\n']) {
      await using server = await RawServer.open((_request, socket) => socket.end(garbage));
      await using transport = httpTransport(server.address);
      expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/protocol');
    }
  });

  test.each([
    ['head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'],
  ])('that ends in the middle of its %s means a lost link, not a refusal', async (_part, text) => {
    await using server = await RawServer.open((_request, socket) => socket.end(text));
    await using transport = httpTransport(server.address);
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/lost');
    expect(server.requests).toHaveLength(1);
  });

  test('of endless length is cut off', async () => {
    await using server = await RawServer.open((_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const pour = () => {
        while (!socket.destroyed && socket.write(new Uint8Array(65536)));
      };
      socket.on('drain', pour);
      pour();
    });
    await using transport = httpTransport(server.address);
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/protocol');
  });
});

describe('no answer', () => {
  test('with a device that still listens is a refusal, the request is not repeated, and the link goes on', async () => {
    let count = 0;
    await using server = await RawServer.open((request, socket) => {
      if (count++ === 0) socket.destroy();
      else ok(request, socket);
    });
    await using transport = httpTransport(server.address);
    expect(await failureOf(transport.exchange('prov-config', utf8('x')))).toMatchObject({
      code: 'endpoint/refused',
      details: { endpoint: 'prov-config' },
    });
    expect(server.requests).toHaveLength(1);
    expect(await transport.exchange('prov-config', utf8('y'))).toEqual(utf8('hello'));
  });

  test('on a connection that was used before is not repeated either', async () => {
    let count = 0;
    await using server = await RawServer.open((request, socket) => {
      if (count++ === 1) socket.resetAndDestroy();
      else ok(request, socket);
    });
    await using transport = httpTransport(server.address);
    await transport.exchange('prov-config', utf8('x'));
    expect((await failureOf(transport.exchange('prov-config', utf8('apply')))).code).toBe('endpoint/refused');
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['x', 'apply']);
  });

  test('over another connection than before says that old firmware binds its session to one', async () => {
    await using server = await RawServer.open(({ connection }, socket) => {
      if (connection === 1) socket.end(okAnswer('hello', ['Connection: close']));
      else socket.destroy();
    });
    await using transport = httpTransport(server.address);
    await transport.exchange('prov-session', utf8('x'));
    const refused = await failureOf(transport.exchange('prov-session', utf8('x')));
    expect(refused.code).toBe('link/lost');
    expect(refused.message).toContain('firmware before v4.0.3');
  });

  test('over another connection is a refusal like any other where a cookie ties the two', async () => {
    await using server = await RawServer.open(({ connection }, socket) => {
      if (connection === 1) socket.end(okAnswer('hello', ['Connection: close', 'Set-Cookie: session=7']));
      else socket.destroy();
    });
    await using transport = httpTransport(server.address);
    await transport.exchange('prov-session', utf8('x'));
    expect((await failureOf(transport.exchange('prov-session', utf8('x')))).code).toBe('endpoint/refused');
  });

  test('with a device that listens no more is a lost link', async () => {
    await using server = await RawServer.open((_request, socket) => {
      server.stopListening();
      socket.destroy();
    });
    await using transport = httpTransport(server.address);
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/lost');
  });

  test('from a closed port means that the device is out of reach', async () => {
    const server = await RawServer.open(ok);
    const { address } = server;
    await server[Symbol.asyncDispose]();
    await using transport = httpTransport(address);
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error).toMatchObject({ code: 'link/unreachable', details: { cause: 'ECONNREFUSED' } });
    expect(error.message).toContain(address);
  });

  test('from an address in a zone that this machine does not have names the zone', async () => {
    await using transport = httpTransport('[fe80::1%no-such-zone]');
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error.code).toBe('link/unreachable');
    expect(error.message).toContain('[fe80::1%no-such-zone]');
  });

  test('from a name that does not resolve is told as that', async () => {
    // A label of more than 63 letters, which no resolver sends out.
    const host = 'x'.repeat(64);
    await using transport = httpTransport(`${host}:8080`);
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error).toMatchObject({ code: 'link/unreachable', details: { host, endpoint: 'prov-config' } });
    expect(error.message).toContain(`the name ${host} does not resolve`);
  });

  test('in time is a timeout, which closes the connection', async () => {
    const clock = manualClock();
    let closed: Promise<unknown> | undefined;
    await using server = await RawServer.open((_request, socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      // Time passes only once the request has arrived.
      clock.advance(30_000).catch(() => undefined);
    });
    await using transport = httpTransport(server.address, { clock, timeoutMs: 30_000 });
    expect(await failureOf(transport.exchange('prov-scan', utf8('x')))).toMatchObject({
      code: 'link/timeout',
      details: { endpoint: 'prov-scan', timeoutMs: 30_000 },
    });
    await closed;
    expect(server.requests).toHaveLength(1);
  });
});

describe('an abort', () => {
  test.each([
    ['before the answer', ''],
    ['in the middle of the head', 'HTTP/1.1 200 OK\r\n'],
    ['in the middle of the body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('%s rejects with its reason, and the next exchange works', async (_when, text) => {
    const caller = new AbortController();
    const reason = new Error('enough');
    let count = 0;
    await using server = await RawServer.open((request, socket) => {
      if (count++ > 0) return ok(request, socket);
      socket.write(text, () => setImmediate(() => caller.abort(reason)));
    });
    await using transport = httpTransport(server.address);
    await expect(transport.exchange('prov-config', utf8('x'), { signal: caller.signal })).rejects.toBe(reason);
    expect(await transport.exchange('prov-config', utf8('x'))).toEqual(utf8('hello'));
  });

  test('before the call opens no connection', async () => {
    await using server = await RawServer.open(ok);
    await using transport = httpTransport(server.address);
    const reason = new Error('never mind');
    await expect(transport.exchange('x', utf8('x'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.connections).toBe(0);
  });
});

describe('a closed transport', () => {
  test('ends the exchange that is on its way, and says that it was closed', async () => {
    await using server = await RawServer.open(() => {
      transport[Symbol.asyncDispose]().then(
        () => undefined,
        () => undefined,
      );
    });
    const transport = httpTransport(server.address);
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/closed');
  });

  test('refuses any other exchange', async () => {
    await using server = await RawServer.open(ok);
    const transport = httpTransport(server.address);
    await transport[Symbol.asyncDispose]();
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/closed');
    expect(server.connections).toBe(0);
  });
});

describe('a refusal', () => {
  /** A device that closes the connection for `prov-config`, and else answers as `rule` says whose session it is. */
  const device = (cookie: (head: string) => string | undefined) =>
    RawServer.open(({ head }, socket) => {
      if (head.includes('/prov-config')) return void socket.destroy();
      const given = cookie(head);
      socket.write(okAnswer('x', given === undefined ? [] : [`Set-Cookie: session=${given}`]));
    });

  test.each([
    [
      'of a session that goes on is known as that',
      (head: string) => (head.includes('session=1') ? undefined : '1'),
      false,
    ],
    [
      'is known to come from the session of another client',
      (head: string) => (head.includes('session=') ? '2' : '1'),
      true,
    ],
    ['of a device without cookies tells neither', () => undefined, undefined],
  ] as const)('%s', async (_name, cookie, replaced) => {
    await using server = await device(cookie);
    await using transport = httpTransport(server.address);
    await transport.exchange('proto-ver', utf8('---'));
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error.code).toBe('endpoint/refused');
    expect(error.details.replaced).toBe(replaced);
    expect(error.message.startsWith('another client has opened a session')).toBe(replaced === true);
  });
});
