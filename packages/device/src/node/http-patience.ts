import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What has come over a connection. */
interface Progress {
  /** The request that is read or answered. */
  request?: IncomingMessage | undefined;
  /** Bytes up to the end of the request before. */
  read: number;
  late: boolean;
}

/**
 * Ends connections whose request stops arriving, as esp_http_server does: `onSilence` at the first pause before the
 * body, a closed connection after two pauses within it. Between requests, and while it answers, a device waits forever.
 */
export class HttpPatience {
  readonly #progress = new WeakMap<Socket, Progress>();
  readonly #pauseMs: number;
  readonly #onSilence: (socket: Socket) => void;

  constructor(server: Server, pauseMs: number, onSilence: (socket: Socket) => void) {
    this.#pauseMs = pauseMs;
    this.#onSilence = onSilence;
    // Node's own limits begin with the connection, or run from the first byte to the last.
    server.headersTimeout = 0;
    server.requestTimeout = 0;
    server.keepAliveTimeout = 0;
    server.timeout = pauseMs;
    server.on('timeout', (socket) => this.#judge(socket));
  }

  /** Notes that the headers of a request have come. */
  began(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#progress.set(socket, { request, read: 0, late: false });
    response.once('finish', () => this.#progress.set(socket, { read: socket.bytesRead, late: false }));
  }

  #judge(socket: Socket): void {
    const progress = this.#progress.get(socket) ?? { read: 0, late: false };
    const { request, read, late } = progress;
    if (request ? request.complete : socket.bytesRead === read) return;
    if (!request?.readableDidRead) this.#onSilence(socket);
    else if (late) socket.destroy();
    else {
      // The first pause ends the reading, the second one the emptying of the line.
      progress.late = true;
      socket.setTimeout(this.#pauseMs);
    }
  }
}
