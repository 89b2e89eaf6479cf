import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { type Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next';
import { DBusError } from '../dbus-error.ts';

/** A connection of the library, with the guards that it lacks. */
export interface LibraryConnection {
  readonly bus: MessageBus;
  /** Resolves with what broke the connection, or undefined, once it is gone; never rejects. */
  readonly gone: Promise<unknown>;
  /** Closes the connection; `gone` reports the end. */
  end(): void;
  /** Drops the connection at once. */
  destroy(): void;
}

/** What the library keeps to itself, and what the end of a connection cannot be seen without. */
interface Internals extends EventEmitter {
  readonly stream?: Socket;
}

/**
 * Connects to one address and says hello; `signal` ends the attempt.
 *
 * The library as it is leaves four things open: it does not say when the socket is closed, it waits for ever when the
 * bus hangs up during the greeting, it queues what is sent after the end, and a message that it cannot read (one that
 * announces a file descriptor and brings none) is thrown where only the process can catch it.
 *
 * @throws DBusError `no-bus`, `refused`; or the reason of `signal`
 */
export function openConnection(
  address: string,
  options: { signal: AbortSignal; onMessage: (message: Message) => void },
): Promise<LibraryConnection> {
  const { signal, onMessage } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const bus = sessionBus({ busAddress: address, authMethods: ['EXTERNAL', 'ANONYMOUS'] });
    const internals = (bus as unknown as { readonly _connection: Internals })._connection;
    let failure: unknown;
    let greeted = false;
    let tellGone: (cause: unknown) => void;
    const gone = new Promise<unknown>((tell) => {
      tellGone = tell;
    });
    const finish = () => {
      signal.removeEventListener('abort', onAbort);
      internals.stream?.destroy();
      tellGone(failure);
      if (!greeted) reject(signal.aborted ? signal.reason : connectError(address, failure));
    };
    const onAbort = () => finish();
    signal.addEventListener('abort', onAbort, { once: true });

    (bus as EventEmitter).on('error', (error: unknown) => {
      failure ??= error;
      // Before the greeting nothing works without what failed; afterwards only the end of the socket is the end.
      if (!greeted) finish();
    });
    internals.on('end', finish);
    internals.on('connect', () => {
      const stream = internals.stream;
      if (signal.aborted) stream?.destroy();
      stream?.once('close', finish);
      // The library starts to read right after this event.
      if (stream !== undefined) queueMicrotask(() => guardReader(stream));
    });
    bus.on('message', onMessage);
    // Everything is answered by `onMessage`; this keeps the library from answering as well.
    bus.addMethodHandler(() => true);
    bus.on('connect', () => {
      greeted = true;
      signal.removeEventListener('abort', onAbort);
      resolve({
        bus,
        gone,
        end: () => internals.stream?.end(),
        destroy: () => internals.stream?.destroy(),
      });
    });
  });
}

/** Lets the reader skip a message that it cannot read; it has taken it from the stream before it throws. */
function guardReader(stream: Socket): void {
  for (const listener of stream.listeners('readable')) {
    stream.removeListener('readable', listener as () => void);
    stream.on('readable', () => {
      const before = stream.readableLength;
      try {
        listener.call(stream);
      } catch {
        // What came behind it in the same chunk gives no new event.
        if (stream.readableLength < before) stream.emit('readable');
      }
    });
  }
}

function connectError(address: string, cause: unknown): DBusError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  if (['ENOENT', 'ECONNREFUSED', 'ENOTFOUND', 'ENOTDIR'].includes(code)) {
    const message = `there is no D-Bus at ${address} (${code})`;
    return new DBusError('no-bus', message, { cause });
  }
  const reason = cause instanceof Error ? cause.message : 'it closed the connection';
  return new DBusError('refused', `the D-Bus at ${address} does not let this process in: ${reason}`, { cause });
}
