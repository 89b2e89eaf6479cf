import { ProvisioningError } from '@esp-prov/protocol';
import type { FromHost, HostEvent, HostRequest, HostResults, ToHost } from './host-message.ts';

/** A pair of wires to the process that holds noble. */
export interface HostWires extends AsyncDisposable {
  send(message: ToHost): void;
  onMessage(listener: (message: FromHost) => void): void;
  /** Called once when the process is gone, with what it said last. */
  onEnd(listener: (reason: string) => void): void;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Requests to that process and their answers; its end is a named error and nothing worse. */
export class HostLink implements AsyncDisposable {
  readonly #wires: HostWires;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: HostEvent) => void>();
  #requests = 0;
  #ended: ProvisioningError | undefined;

  constructor(wires: HostWires) {
    this.#wires = wires;
    wires.onMessage((message) => this.#receive(message));
    wires.onEnd((reason) =>
      this.#end(new ProvisioningError('bluetooth/refused', `the Bluetooth library ended unexpectedly: ${reason}`)),
    );
  }

  /** Hands every event to `listener` until the returned function is called. */
  watch(listener: (event: HostEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Returns the result of `request`. A caller that needs a time limit races it: noble cannot call an operation off. */
  request<R extends HostRequest>(request: R): Promise<HostResults[R['kind']]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      const id = ++this.#requests;
      this.#waiting.set(id, { resolve: (result) => resolve(result as HostResults[R['kind']]), reject });
      this.#wires.send({ id, request });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new ProvisioningError('link/closed'));
    await this.#wires[Symbol.asyncDispose]();
  }

  #receive(message: FromHost): void {
    if ('event' in message) {
      for (const listener of this.#listeners) listener(message.event);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('result' in message) return waiting?.resolve(message.result);
    const { code, message: text, attError } = message.failure;
    waiting?.reject(new ProvisioningError(code, text, attError === undefined ? {} : { details: { attError } }));
  }

  #end(error: ProvisioningError): void {
    if (this.#ended) return;
    this.#ended = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    const failure = { code: error.code, message: error.message };
    for (const listener of this.#listeners) listener({ kind: 'adapter-lost', failure });
  }
}
