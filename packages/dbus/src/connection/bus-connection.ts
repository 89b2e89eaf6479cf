import { setMaxListeners } from 'node:events';
import { Message, MessageType } from '@jellybrick/dbus-next';
import type {
  Bus,
  BusCallOptions,
  IncomingCall,
  MatchRule,
  MethodCall,
  ReceivedSignal,
  Reply,
  Signal,
} from '../bus.ts';
import { DBusError, isDBusError } from '../dbus-error.ts';
import { after } from '../system-clock.ts';
import { decodeBody } from '../values/decode.ts';
import { encodeBody } from '../values/encode.ts';
import { IncomingCalls } from './incoming-calls.ts';
import type { LibraryConnection } from './library-connection.ts';
import { MatchTable } from './match-table.ts';
import { busCall } from './message-bus.ts';
import { PendingCalls } from './pending-calls.ts';

const defaultTimeoutMs = 25_000;
/** How long the bus may take to close a connection before it is dropped. */
const goodbyeMs = 1000;
/** Flag of `RequestName`: fail when the name is taken, rather than wait for it. */
const doNotQueue = 4;

/** {@link Bus} over a connection of the library. */
export class BusConnection implements Bus {
  readonly #lost = new AbortController();
  readonly #pending = new PendingCalls();
  readonly #incoming = new IncomingCalls((message) => this.#post(message));
  readonly #matches = new MatchTable({
    addMatch: async (rule) => void (await this.call(busCall('AddMatch', 's', [rule]))),
    removeMatch: async (rule) => void (await this.call(busCall('RemoveMatch', 's', [rule]))),
    ownerOf: (name) => this.#ownerOf(name),
  });
  #link: LibraryConnection | undefined;
  /** Why nothing goes any more. */
  #end: DBusError | undefined;

  constructor() {
    // Every user of the bus listens for its end; more than ten are not a leak.
    setMaxListeners(0, this.lost);
  }

  /** Takes the connection that gives its messages to {@link receive}. */
  attach(link: LibraryConnection): void {
    this.#link = link;
    void link.gone.then((cause) => this.#onGone(cause));
  }

  get name(): string {
    return this.#link?.bus.name ?? '';
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** The match rules that the bus holds for this connection. */
  get matchRules(): readonly string[] {
    return this.#matches.rules;
  }

  async call(call: MethodCall, options: BusCallOptions = {}): Promise<readonly unknown[]> {
    const { signal, timeoutMs = defaultTimeoutMs } = options;
    const { bus } = this.#alive();
    const serial = bus.newSerial();
    const message = newMessage({ ...call, type: MessageType.METHOD_CALL, serial });
    const what = `${call.member} of ${call.destination} ${call.path}`;
    const send = () => {
      try {
        bus.send(message);
      } catch (cause) {
        throw new DBusError('lost', 'the bus takes no more messages', { cause });
      }
    };
    return await this.#pending.wait(serial, { send, timeoutMs, what, signal });
  }

  onCall(handler: (call: IncomingCall) => Promise<Reply> | undefined): () => void {
    return this.#incoming.add(handler);
  }

  emit(signal: Signal): void {
    this.#post(newMessage({ ...signal, type: MessageType.SIGNAL }));
  }

  async addMatch(rule: MatchRule, listener: (signal: ReceivedSignal) => void): Promise<() => Promise<void>> {
    this.#alive();
    return await this.#matches.add(rule, listener);
  }

  async requestName(name: string): Promise<void> {
    const [result] = await this.call(busCall('RequestName', 'su', [name, doNotQueue]));
    // 1: owned now, 4: owned already.
    if (result !== 1 && result !== 4) {
      throw new DBusError('name-taken', `another program owns ${name} on the bus: end it, or use another bus`);
    }
  }

  async close(): Promise<void> {
    this.#stop(new DBusError('closed', 'the connection to the bus was closed by this program'));
    const link = this.#link;
    if (link === undefined) return;
    link.end();
    const cancel = after(goodbyeMs, () => link.destroy());
    await link.gone;
    cancel();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Takes a message that arrived; it does not throw. */
  receive(message: Message): void {
    if (message.type === MessageType.METHOD_CALL) {
      if (this.#end === undefined) void this.#incoming.handle(message);
    } else if (message.type === MessageType.SIGNAL) {
      this.#onSignal(message);
    } else if (message.replySerial !== undefined) {
      this.#onReply(message, message.replySerial);
    }
  }

  #onReply(message: Message, serial: number): void {
    const { type, signature, body, errorName = '' } = message;
    if (type === MessageType.ERROR) {
      const text = typeof body?.[0] === 'string' ? body[0] : errorName;
      this.#pending.reject(serial, new DBusError('reply', text, { errorName }));
      return;
    }
    try {
      this.#pending.resolve(serial, decodeBody(signature ?? '', body ?? []));
    } catch (error) {
      this.#pending.reject(serial, error);
    }
  }

  #onSignal(message: Message): void {
    const { sender = '', path = '', member = '', signature = '' } = message;
    let body: unknown[];
    try {
      body = decodeBody(signature, message.body ?? []);
    } catch {
      // No caller waits for it, so its failure is ignored.
      return;
    }
    this.#matches.deliver({ sender, path, interface: message.interface ?? '', member, signature, body });
  }

  #onGone(cause: unknown): void {
    if (this.#end !== undefined) return;
    const lost = new DBusError('lost', 'the bus ended the connection: is it still running?', { cause });
    this.#stop(lost);
    this.#lost.abort(lost);
  }

  #stop(end: DBusError): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#pending.rejectAll(end);
  }

  #alive(): LibraryConnection {
    if (this.#end !== undefined) throw this.#end;
    if (this.#link === undefined) throw new DBusError('closed', 'the connection to the bus is not open yet');
    return this.#link;
  }

  /** Sends a message without an answer; after the end it does nothing. */
  #post(message: Message): void {
    if (this.#end !== undefined) return;
    try {
      this.#link?.bus.send(message);
    } catch {
      // The socket is closing; `gone` reports that in a moment.
    }
  }

  async #ownerOf(name: string): Promise<string> {
    try {
      const [owner] = await this.call(busCall('GetNameOwner', 's', [name]));
      return String(owner);
    } catch (error) {
      if (isDBusError(error, 'reply', 'org.freedesktop.DBus.Error.NameHasNoOwner')) return '';
      throw error;
    }
  }
}

function newMessage(fields: (MethodCall | Signal) & { readonly type: number; readonly serial?: number }): Message {
  const { signature = '', body = [], ...header } = fields;
  const encoded = encodeBody(signature, body);
  try {
    return new Message({ ...header, signature, body: encoded });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DBusError('invalid', `not a message for the bus: ${reason}`, { cause });
  }
}
