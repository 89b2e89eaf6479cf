import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A request as it came over the socket. */
export interface RawRequest {
  readonly head: string;
  readonly body: Buffer;
  /** Number of the connection, from 1 on. */
  readonly connection: number;
}

/** A TCP server that speaks HTTP only as far as the test makes it. */
export class RawServer implements AsyncDisposable {
  readonly requests: RawRequest[] = [];
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(answer: (request: RawRequest, socket: Socket) => void) {
    this.#server = createServer((socket) => {
      const connection = ++this.connections;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      let seen = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        seen = Buffer.concat([seen, chunk]);
        const end = seen.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = seen.subarray(0, end).toString('latin1');
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (seen.length < end + 4 + length) return;
        const request = { head, body: seen.subarray(end + 4, end + 4 + length), connection };
        seen = seen.subarray(end + 4 + length);
        this.requests.push(request);
        answer(request, socket);
      });
    });
  }

  /** Opens a server on a free port of the loopback; `answer` writes whatever it likes. */
  static async open(answer: (request: RawRequest, socket: Socket) => void): Promise<RawServer> {
    const server = new RawServer(answer);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get address(): string {
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('the server is closed');
    return `127.0.0.1:${address.port}`;
  }

  /** Connections that the other side has not closed. */
  get openConnections(): number {
    return [...this.#sockets].filter((socket) => !socket.readableEnded && !socket.destroyed).length;
  }

  /** Resolves when no connection is open any more. */
  async allClosed(): Promise<void> {
    for (const socket of this.#sockets) if (!socket.closed) await once(socket, 'close');
  }

  /** Takes no more connections. */
  stopListening(): void {
    this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A well-formed answer of a device. */
export function okAnswer(body: string, headers: readonly string[] = []): string {
  const lines = ['HTTP/1.1 200 OK', 'Content-Type: text/html', `Content-Length: ${body.length}`, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
