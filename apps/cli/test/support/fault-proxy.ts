import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one exchange instead of, or after, its way to the device. */
export type Fault =
  /** The connection closes without an answer; the device goes on listening. */
  | { readonly kind: 'cut' }
  /** The device is gone: nothing listens any more. `when` tells whether it got this request. */
  | { readonly kind: 'gone'; readonly when: 'before' | 'after' }
  /** The device cannot be reached for a while, as when its access point makes room for its join. */
  | { readonly kind: 'away'; readonly ms: number }
  /** No answer ever comes. */
  | { readonly kind: 'silence' }
  /** Bytes that are not even HTTP. */
  | { readonly kind: 'noise' }
  /** An answer of that status and content, which the device has not given. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: Uint8Array };

/** Stands between a client and a device and lets one exchange go wrong. */
export interface FaultProxy extends AsyncDisposable {
  readonly address: string;
  /** Endpoints that were asked, in order. */
  readonly asked: readonly string[];
}

/** How often and where a fault strikes. */
export interface FaultOptions {
  /** Number of the exchange, from 0: 0 proto-ver, 1 and 2 the handshake, 3 and on the sealed ones. */
  readonly at: number;
  readonly fault: Fault;
  /** Whether every exchange from there on goes wrong; else only that one. */
  readonly lasting?: boolean;
  /** Done when the device goes away, such as killing it. */
  readonly onGone?: () => Promise<unknown>;
}

/** Starts a proxy before the service at `target`. */
export async function startFaultProxy(target: string, options: FaultOptions): Promise<FaultProxy> {
  const [host, port] = target.split(':') as [string, string];
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const asked: string[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const number = asked.push((request.url ?? '').slice(1)) - 1;
    const strikes = number === options.at || (options.lasting === true && number > options.at);
    if (!strikes) return await pass(request, body, response);
    switch (options.fault.kind) {
      case 'cut':
        return void request.socket.destroy();
      case 'silence':
        return;
      case 'noise':
        return void request.socket.end('\u0007\u0001 not HTTP at all\r\n\r\n');
      case 'answer':
        response.writeHead(options.fault.status, { 'Content-Length': options.fault.body.length });
        return void response.end(options.fault.body);
      case 'gone':
        if (options.fault.when === 'after') await forward(request, body);
        await options.onGone?.();
        return vanish();
      case 'away':
        vanish();
        comesBack = setTimeout(() => server.listen(ownPort, '127.0.0.1'), options.fault.ms);
    }
  }

  function vanish(): void {
    server.close();
    server.closeAllConnections();
  }

  function forward({ url, headers }: IncomingMessage, body: Buffer): Promise<{ head: IncomingMessage; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const onward = httpRequest({ host, port, path: url, method: 'POST', agent, headers }, (head) => {
        readAll(head).then((answer) => resolve({ head, body: answer }), reject);
      });
      onward.on('error', reject);
      onward.end(body);
    });
  }

  async function pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const answer = await forward(request, body);
    const cookie = answer.head.headers['set-cookie'];
    response.writeHead(answer.head.statusCode ?? 500, {
      'Content-Length': answer.body.length,
      ...(cookie ? { 'Set-Cookie': cookie } : {}),
    });
    response.end(answer.body);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let comesBack: NodeJS.Timeout | undefined;
  const close = async () => {
    clearTimeout(comesBack);
    vanish();
    agent.destroy();
  };
  const { port: ownPort } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${ownPort}`, asked, [Symbol.asyncDispose]: close };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
