import type { Socket } from 'node:net';
import { systemClock } from '@esp-prov/protocol';

/** A connection of a client. */
export interface HttpConnection {
  /** Its number, from 1 on. */
  readonly id: number;
  /** Aborts when the connection has ended, or gives way to another one. */
  readonly gone: AbortSignal;
}

/** Requests that wait on one connection at most. A device leaves them in the buffers of TCP; Node reads ahead. */
const maxPipelined = 64;

/** Time within which a connection that has to give way may still send its first request. */
const graceMs = 100;

/** Connections that use that time at once. */
const maxGraces = 8;

/**
 * The connections of a device with few sockets, mostly one: a new one evicts the oldest, and the requests of each are served one
 * after the other, as the firmware reads none before the last is answered.
 *
 * The firmware looks at its open sockets before it accepts another one, while Node reports both in any order. So one
 * request of a connection that has sent nothing yet is handled: a client that opens connections in a row cannot shut
 * out all others.
 */
export class HttpConnections {
  readonly #onClose: (id: number) => void;
  readonly #open = new Map<Socket, Connection>();
  readonly #sockets: number;
  #accepted = 0;
  /** Counts requests and connections, to know which connection was used last. */
  #uses = 0;

  constructor(onClose: (id: number) => void, sockets = 1) {
    this.#onClose = onClose;
    this.#sockets = sockets;
  }

  admit(socket: Socket): void {
    const staying = [...this.#open].filter(([, connection]) => !connection.evicted);
    // Those that serve nothing first, the oldest of them before the others.
    const inOrder = staying.sort(
      ([, a], [, b]) => Math.sign(a.waiting) - Math.sign(b.waiting) || a.lastUse - b.lastUse,
    );
    const tooMany = Math.max(0, staying.length - this.#sockets + 1);
    for (const [other, connection] of inOrder.slice(0, tooMany)) this.#evict(other, connection);
    const connection = new Connection(++this.#accepted, ++this.#uses);
    this.#open.set(socket, connection);
    socket.once('close', () => this.#forget(socket));
  }

  /** Runs `serve` after the requests that came over the connection before; where it fails, the connection is closed. */
  enqueue(socket: Socket, serve: (connection: HttpConnection) => Promise<void>): void {
    const connection = this.#open.get(socket);
    if (!connection || connection.waiting === maxPipelined) return void socket.destroy();
    connection.lastUse = ++this.#uses;
    const run = async () => {
      // What follows a refused request is lost with the connection.
      if (!socket.destroyed) await serve(connection).catch(() => void socket.destroy());
      if (connection.evicted) socket.destroySoon();
    };
    connection.enqueue(run);
  }

  /** Closes all of them at once. */
  destroy(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }

  #evict(socket: Socket, connection: Connection): void {
    if (connection.evicted) return;
    connection.evicted = true;
    const graces = [...this.#open.values()].filter(({ evicted, begun }) => evicted && !begun).length;
    if (!connection.begun && graces <= maxGraces) {
      systemClock.sleep(graceMs, { signal: connection.gone }).then(
        () => this.#close(socket),
        () => undefined,
      );
      return;
    }
    // Nothing is held back for it any more; what it has sent by now may still be answered.
    connection.leave();
    if (connection.waiting === 0) this.#close(socket);
    else setImmediate(() => this.#close(socket));
  }

  /** Closes a socket at once, as the firmware closes one before it takes the next. */
  #close(socket: Socket): void {
    socket.destroy();
    this.#forget(socket);
  }

  #forget(socket: Socket): void {
    const connection = this.#open.get(socket);
    if (!connection) return;
    this.#open.delete(socket);
    connection.leave();
    this.#onClose(connection.id);
  }
}

class Connection implements HttpConnection {
  readonly id: number;
  /** Whether it has sent a request. */
  begun = false;
  evicted = false;
  /** Requests that are served, or wait. */
  waiting = 0;
  /** Number of the moment at which it was opened or has sent its last request. */
  lastUse: number;
  readonly #gone = new AbortController();
  #tail: Promise<void> = Promise.resolve();

  constructor(id: number, lastUse: number) {
    this.id = id;
    this.lastUse = lastUse;
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  leave(): void {
    this.#gone.abort();
  }

  enqueue(run: () => Promise<void>): void {
    this.begun = true;
    this.waiting++;
    this.#tail = this.#tail.then(run).finally(() => this.waiting--);
  }
}
