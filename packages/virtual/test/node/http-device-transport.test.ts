import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Requests } from '@esp-prov/device';
import { type Bytes, builtInEndpoints, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { fixedRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { factoryFlash, VirtualEsp32 } from '../../src/index.ts';
import { type HttpDeviceOptions, HttpDeviceTransport } from '../../src/node/index.ts';

/** Answers with what came, and refuses the text `refuse`. */
class EchoRequests implements Requests {
  readonly calls: string[] = [];
  delayMs = 0;

  open(peer: number): void {
    this.calls.push(`open ${peer}`);
  }

  close(peer: number): void {
    this.calls.push(`close ${peer}`);
  }

  async handle(_peer: number, endpoint: string, request: Uint8Array): Promise<Bytes> {
    this.calls.push(endpoint);
    if (this.delayMs) await pause(this.delayMs);
    if (String.fromCharCode(...request.subarray(0, 6)) === 'refuse') throw new ProvisioningError('message/malformed');
    return Uint8Array.from(request);
  }
}

async function bench(options: HttpDeviceOptions = {}) {
  const requests = new EchoRequests();
  const device = new HttpDeviceTransport(options);
  await device.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
  return { requests, device };
}

/** A connection and what it receives, up to the end or to `enough`. */
class Line {
  readonly socket: Socket;
  #received = '';

  private constructor(address: string) {
    const [host, port] = address.split(':');
    this.socket = connect(Number(port), host);
    this.socket.on('data', (chunk) => {
      this.#received += chunk.toString('latin1');
    });
    this.socket.on('error', () => undefined);
  }

  static async open(address: string): Promise<Line> {
    const line = new Line(address);
    await once(line.socket, 'connect');
    return line;
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** Waits until the device closes the connection, and returns all bytes. */
  async end(): Promise<string> {
    if (!this.socket.closed) await once(this.socket, 'close');
    return this.#received;
  }

  /** Returns the next answer whose body is `body`. */
  async answer(body: string): Promise<string> {
    while (!this.#received.endsWith(`\r\n\r\n${body}`)) {
      if (this.socket.closed) throw new Error('the device closed the connection');
      await once(this.socket, 'data');
    }
    const text = this.#received;
    this.#received = '';
    return text;
  }
}

function post(path: string, body: string, headers: readonly string[] = []): string {
  return [`POST ${path} HTTP/1.1`, 'Host: x', `Content-Length: ${body.length}`, ...headers, '', body].join('\r\n');
}

describe('the HTTP service of a virtual device', () => {
  test('answers with the headers of the firmware, in the cookie the session, and keeps the connection', async () => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(post('/prov-config', 'abc'));
    const first = await line.answer('abc');
    expect(first.replace(/session=\d+/, 'session=N').split('\r\n')).toEqual([
      'HTTP/1.1 200 OK',
      'Content-Type: text/html',
      'Content-Length: 3',
      'Set-Cookie: session=N',
      '',
      'abc',
    ]);
    line.send(post('/prov-config', 'again'));
    expect(await line.answer('again')).not.toMatch(/set-cookie/i);
    line.send(post('/no-such', 'x'));
    expect(await line.end()).not.toMatch(/connection:|date:/i);
  });

  test('draws the cookie from the random source that it is given', async () => {
    const { device } = await bench({ random: fixedRandom(Uint8Array.of(0x51, 0xa3, 0xf4, 0x86)) });
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(post('/prov-config', 'abc'));
    expect(await line.answer('abc')).toContain('\r\nSet-Cookie: session=1369699462\r\n');
  });

  test('sends head and body in one segment, or in two with the second behind an acknowledgement', async () => {
    for (const segments of ['whole', 'split'] as const) {
      const { device } = await bench({ segments });
      await using _ = device;
      const line = await Line.open(device.address);
      const firsts: string[] = [];
      for (let i = 0; i < 6; i++) {
        line.socket.once('data', (chunk) => firsts.push(chunk.toString('latin1')));
        line.send(post('/prov-config', 'abc'));
        await line.answer('abc');
      }
      const heads = firsts.filter((first) => first.endsWith('\r\n\r\n')).length;
      // The first ones are acknowledged at once, and a loaded machine may read both segments together.
      if (segments === 'whole') expect(heads).toBe(0);
      else expect(heads).toBeGreaterThan(0);
    }
  });

  test('takes a request without a Host header', async () => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send('POST /prov-config HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc');
    expect(await line.answer('abc')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test.each([
    ['a request that an endpoint refuses', post('/prov-config', 'refuse')],
    ['a path with a query', post('/prov-config?x=1', 'x')],
    ['an empty body', post('/prov-config', '')],
    [
      'a body without a length',
      'POST /prov-config HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
    ],
    ['a body of more than 4096 bytes', post('/prov-config', 'x'.repeat(4097))],
  ])('closes the connection upon %s, without a word, and takes the next one', async (_what, text) => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(text);
    expect(await line.end()).toBe('');
    const next = await Line.open(device.address);
    next.send(post('/prov-config', 'abc'));
    await next.answer('abc');
  });

  test.each([
    ['something that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['an unknown method', post('/prov-config', 'x').replace('POST', 'BREW')],
    ['a negative length', post('/prov-config', 'x').replace('Length: 1', 'Length: -1')],
    ['a length that is no number', post('/prov-config', 'x').replace('Length: 1', 'Length: x')],
  ])('calls %s bad syntax, and closes the connection', async (_what, text) => {
    const { device, requests } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(text);
    expect(await line.end()).toBe(
      'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 18\r\n\r\nBad request syntax',
    );
    expect(requests.calls).toEqual([]);
  });

  test('says nothing to a client that goes on after its last request', async () => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(post('/prov-config', 'abc', ['Connection: close']));
    await line.answer('abc');
    line.send(post('/prov-config', 'abc'));
    expect(await line.end()).toBe('');
  });

  test('says nothing to a client that leaves in the middle of a request', async () => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.socket.end('POST /prov-config HTTP/1.1\r\n');
    expect(await line.end()).toBe('');
  });

  test.each([
    [post('/no-such', 'x'), '404'],
    ['GET /prov-config HTTP/1.1\r\nHost: x\r\n\r\n', '405'],
    ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', '404'],
    ['OPTIONS /prov-config HTTP/1.1\r\nHost: x\r\n\r\n', '405'],
  ])('answers %j with %s and closes the connection', async (text, status) => {
    const { device, requests } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(text);
    expect(await line.end()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(requests.calls).toEqual([]);
  });

  test('answers what a browser asks for a page of an allowed origin, and the request behind it', async () => {
    const { device } = await bench({ origins: ['https://ok.example'] });
    await using _ = device;
    const line = await Line.open(device.address);
    const asks = 'OPTIONS /prov-config HTTP/1.1\r\nHost: x\r\nOrigin: https://ok.example\r\n';
    line.send(`${asks}Access-Control-Request-Private-Network: true\r\n\r\n`);
    const answer = await line.answer('');
    expect(answer).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
    expect(answer).toContain('Access-Control-Allow-Origin: https://ok.example\r\n');
    expect(answer).toContain('Access-Control-Allow-Private-Network: true\r\n');
    expect(answer).not.toMatch(/undefined|content-length|content-type:|transfer-encoding/i);
    line.send(post('/prov-config', 'abc', ['Origin: https://ok.example']));
    expect(await line.answer('abc')).toContain('Access-Control-Allow-Credentials: true\r\n');
  });

  test.each([
    ['a longer path than it has room for', post(`/${'a'.repeat(512)}`, 'x'), '414 URI Too Long'],
    [
      'longer headers than it has room for',
      post('/prov-config', 'x', [`X: ${'a'.repeat(1024)}`]),
      '431 Request Header',
    ],
    [
      'headers that Node has no room for',
      post('/prov-config', 'x', [`X: ${'a'.repeat(20_000)}`]),
      '431 Request Header',
    ],
    ['HTTP/2.0', post('/prov-config', 'x').replace('HTTP/1.1', 'HTTP/2.0'), '505 Version Not Supported'],
    ['HTTP/1.2', post('/prov-config', 'x').replace('HTTP/1.1', 'HTTP/1.2'), '505 Version Not Supported'],
  ])('answers %s in its own words', async (_what, text, status) => {
    const { device, requests } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(text);
    expect((await line.end()).slice('HTTP/1.1 '.length)).toMatch(new RegExp(`^${status}`));
    expect(requests.calls).toEqual([]);
  });

  test.each([
    ['the request line', (text: string) => text.replace('\r\n', '\n')],
    ['one header', (text: string) => text.replace('Host: x\r\n', 'Host: x\n')],
    ['the empty line', (text: string) => text.replace('\r\n\r\n', '\r\n\n')],
    ['every line', (text: string) => text.replaceAll('\r\n', '\n')],
  ])('takes LF alone for the end of %s, as the parser of the firmware does', async (_what, change) => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(change(post('/prov-config', 'abc')));
    expect(await line.answer('abc')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test.each([
    ['a control character in a header', post('/prov-config', 'x', ['X: a\u0001b'])],
    ['a length and chunks', post('/prov-config', '1\r\nx\r\n0\r\n\r\n', ['Transfer-Encoding: chunked'])],
    ['a CR within a header', post('/prov-config', 'x', ['X: a\rb: c'])],
    ['a blank in the name of a header', post('/prov-config', 'x', ['X y: z'])],
  ])('answers 400 to %s, as that parser does', async (_what, text) => {
    const { device, requests } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(text);
    expect(await line.end()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(requests.calls).toEqual([]);
  });

  test.each(['100-continue', 'wonders'])('does as if nobody expected %s', async (what) => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(post('/prov-config', 'abc', [`Expect: ${what}`]));
    expect(await line.answer('abc')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test.each([
    ['half its headers', 'POST /prov-config HTTP/1.1\r\nContent-', '408 Request Timeout'],
    ['its headers alone', post('/prov-config', 'x').slice(0, -1), '408 Request Timeout'],
    ['half its body', post('/prov-config', 'half').slice(0, -2), ''],
  ])('waits no longer for a request of which it has %s', async (_what, text, status) => {
    const { device, requests } = await bench({ receiveTimeoutMs: 20 });
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(post('/prov-config', 'abc'));
    await line.answer('abc');
    line.send(text);
    expect((await line.end()).slice('HTTP/1.1 '.length, 28)).toBe(status);
    expect(requests.calls.filter((call) => call === 'prov-config')).toHaveLength(1);
  });

  test('waits for the next request, for an endpoint, and for whoever sends slowly', async () => {
    // Far more than a busy machine takes from one character to the next.
    const { device, requests } = await bench({ receiveTimeoutMs: 1000 });
    await using _ = device;
    const line = await Line.open(device.address);
    await pause(1100);
    requests.delayMs = 1100;
    for (const text of ['abc', 'again']) {
      line.send(post('/prov-config', text));
      await line.answer(text);
    }
    requests.delayMs = 0;
    await pause(1100);
    const slow = post('/prov-config', 'slow');
    for (const character of slow) {
      line.send(character);
      await pause(1100 / slow.length);
    }
    await line.answer('slow');
  });

  test('takes the longest body, and one that comes in pieces', async () => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    const body = 'x'.repeat(4096);
    const text = post('/prov-config', body);
    line.send(text.slice(0, 100));
    await new Promise((resolve) => setImmediate(resolve));
    line.send(text.slice(100));
    await line.answer(body);
  });

  test('has one socket: a second connection evicts the first', async () => {
    const { device } = await bench();
    await using _ = device;
    const first = await Line.open(device.address);
    first.send(post('/prov-config', 'abc'));
    await first.answer('abc');
    const second = await Line.open(device.address);
    expect(await first.end()).toBe('');
    second.send(post('/prov-config', 'abc'));
    await second.answer('abc');
  });

  test('keeps the session over connections for whoever has the cookie, and replaces it for anybody else', async () => {
    const { device, requests } = await bench();
    await using _ = device;
    const first = await Line.open(device.address);
    first.send(post('/prov-config', 'abc'));
    const cookie = /session=\d+/.exec(await first.answer('abc'))?.[0];
    const second = await Line.open(device.address);
    second.send(post('/prov-config', 'abc', [`Cookie: ${cookie}`]));
    await second.answer('abc');
    expect(requests.calls.filter((call) => call.startsWith('open'))).toHaveLength(1);
    const third = await Line.open(device.address);
    third.send(post('/proto-ver', 'abc'));
    expect(await third.answer('abc')).toContain('Set-Cookie');
    expect(requests.calls.filter((call) => call.startsWith('open'))).toHaveLength(2);
  });

  test('ends with its sessions and connections, and can be opened again', async () => {
    const { device, requests } = await bench();
    const line = await Line.open(device.address);
    line.send(post('/prov-config', 'abc'));
    await line.answer('abc');
    await device[Symbol.asyncDispose]();
    await line.end();
    expect(requests.calls.at(-1)).toMatch(/^close /);
    expect(device.address).toBe('');
    await device[Symbol.asyncDispose]();
    await device.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
    const next = await Line.open(device.address);
    next.send(post('/prov-config', 'x'));
    await next.answer('x');
    await device[Symbol.asyncDispose]();
  });

  test('that is kept on has no endpoint any more, on the connection that stays and on new ones', async () => {
    const { device, requests } = await bench();
    await using _ = device;
    const { address } = device;
    const line = await Line.open(address);
    line.send(post('/prov-config', 'abc'));
    await line.answer('abc');
    await device.endService({ disconnect: false });
    expect(requests.calls.at(-1)).toMatch(/^close /);
    const { length } = requests.calls;
    line.send(post('/prov-config', 'abc'));
    expect(await line.end()).toMatch(/^HTTP\/1\.1 404 /);
    const next = await Line.open(address);
    next.send(post('/proto-ver', 'abc'));
    expect(await next.end()).toMatch(/^HTTP\/1\.1 404 /);
    expect(requests.calls).toHaveLength(length);
  });

  test('that is kept on drops the connection where it is told to, and goes on listening', async () => {
    const { device } = await bench();
    await using _ = device;
    const line = await Line.open(device.address);
    line.send(post('/prov-config', 'abc'));
    await line.answer('abc');
    await device.endService({ disconnect: true });
    expect(await line.end()).toBe('');
    const next = await Line.open(device.address);
    next.send(post('/prov-config', 'abc'));
    expect(await next.end()).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('that is kept on offers another service at the same address, and ends with the transport', async () => {
    const { device } = await bench();
    const { address } = device;
    await device.endService({ disconnect: true });
    const requests = new EchoRequests();
    await device.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
    expect(device.address).toBe(address);
    const line = await Line.open(address);
    line.send(post('/prov-config', 'abc'));
    await line.answer('abc');
    expect(requests.calls.at(-1)).toBe('prov-config');
    await device[Symbol.asyncDispose]();
    expect(device.address).toBe('');
    await line.end();
  });

  test('tells the log of the device why it refuses, as it tells nobody else', async () => {
    const serial: string[] = [];
    await using transport = new HttpDeviceTransport();
    const device = new VirtualEsp32({ transport, flash: factoryFlash(), serial: (line) => serial.push(line) });
    await device.boot();
    const line = await Line.open(transport.address);
    line.send(post('/prov-session', 'hello'));
    expect(await line.end()).toBe('');
    await device[Symbol.asyncDispose]();
    expect(serial.slice(-5).map((line) => line.replace(/ \(\d+\)/, ''))).toEqual([
      'E security1: Unable to unpack setup_req',
      expect.stringMatching(/^I esp-prov: a request to prov-session is refused: ./),
      'E protocomm_httpd: Data handler failed',
      'W httpd_uri: httpd_uri: uri handler execution failed',
      'W protocomm_httpd: Resetting socket session id as socket 57was closed',
    ]);
  });

  test('names the address that is taken', async () => {
    const { device } = await bench();
    await using _ = device;
    const [host, port] = device.address.split(':');
    await using other = new HttpDeviceTransport({ host, port: Number(port) });
    await expect(other.start({ name: 'x', endpoints: [] }, new EchoRequests())).rejects.toMatchObject({
      code: 'host/address-in-use',
      details: { host, port: Number(port) },
    });
    expect(utf8(other.address)).toHaveLength(0);
  });
});
