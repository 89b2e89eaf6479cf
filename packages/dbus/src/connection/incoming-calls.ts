import { Message, MessageFlag } from '@jellybrick/dbus-next';
import type { IncomingCall, Reply } from '../bus.ts';
import { DBusError } from '../dbus-error.ts';
import { failed, invalidArgs, unknownMethod } from '../standard-errors.ts';
import { decodeBody } from '../values/decode.ts';
import { encodeBody } from '../values/encode.ts';

type Handler = (call: IncomingCall) => Promise<Reply> | undefined;

/** The handlers of a connection: calls reach them in order of arrival, answers leave when they are ready. */
export class IncomingCalls {
  readonly #send: (message: Message) => void;
  readonly #handlers = new Set<{ readonly handler: Handler }>();

  /** `send` takes the answers, and does not throw. */
  constructor(send: (message: Message) => void) {
    this.#send = send;
  }

  /** Adds a handler until the returned function is called. */
  add(handler: Handler): () => void {
    const token = { handler };
    this.#handlers.add(token);
    return () => {
      this.#handlers.delete(token);
    };
  }

  /** Gives a call to the first handler that takes it, now; resolves when it is answered, and never rejects. */
  async handle(message: Message): Promise<void> {
    let answer: Message;
    try {
      const { signature, body } = await this.#ask(message);
      answer = Message.newMethodReturn(message, signature, encodeBody(signature, body));
    } catch (error) {
      answer = errorReply(message, error);
    }
    if (((message.flags ?? 0) & MessageFlag.NO_REPLY_EXPECTED) === 0) this.#send(answer);
  }

  #ask(message: Message): Promise<Reply> {
    const call = readCall(message);
    for (const { handler } of [...this.#handlers]) {
      const answer = handler(call);
      if (answer !== undefined) return answer;
    }
    throw unknownMethod(call);
  }
}

function readCall(message: Message): IncomingCall {
  const signature = message.signature ?? '';
  let body: unknown[];
  try {
    body = decodeBody(signature, message.body ?? []);
  } catch (error) {
    throw invalidArgs(error instanceof Error ? error.message : String(error));
  }
  return {
    sender: message.sender ?? '',
    path: message.path ?? '',
    interface: message.interface ?? '',
    member: message.member ?? '',
    signature,
    body,
  };
}

function errorReply(message: Message, error: unknown): Message {
  const reply = error instanceof DBusError && error.code === 'reply' ? error : failed(error);
  const text = reply.message.replaceAll('\0', '');
  try {
    return Message.newError(message, reply.errorName, text);
  } catch {
    // The name of the error is none that the bus would carry.
    return Message.newError(message, failed(error).errorName, text);
  }
}
