import {
  type Bus,
  type BusCallOptions,
  DBusError,
  errorReply,
  type IncomingCall,
  type MatchRule,
  type MethodCall,
  type ReceivedSignal,
  type Reply,
  type Signal,
} from '@esp-prov/dbus';

/** What a scripted bus answers to a call: its results, or what it throws. */
export type Script = (
  call: MethodCall,
  options: BusCallOptions,
) => readonly unknown[] | undefined | Promise<readonly unknown[] | undefined>;

type Handler = (call: IncomingCall) => Promise<Reply> | undefined;

/** A bus with a script in place of everybody else on it. */
export class FakeBus implements Bus {
  readonly name = ':1.1';
  readonly calls: MethodCall[] = [];
  readonly emitted: Signal[] = [];
  readonly #script: Script;
  readonly #rules = new Set<{ readonly rule: MatchRule; readonly listener: (signal: ReceivedSignal) => void }>();
  readonly #handlers = new Set<{ readonly handler: Handler }>();
  readonly #lost = new AbortController();
  readonly #waiting = new Set<(reason: unknown) => void>();

  /** A call for which the script has no answer is refused with `UnknownMethod`. */
  constructor(script: Script) {
    this.#script = script;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** How many listeners and objects there are, so that a forgotten one is found. */
  get held(): { readonly rules: number; readonly handlers: number } {
    return { rules: this.#rules.size, handlers: this.#handlers.size };
  }

  /** Members that were called, in order. */
  get members(): readonly string[] {
    return this.calls.map(({ member }) => member);
  }

  async call(call: MethodCall, options: BusCallOptions = {}): Promise<readonly unknown[]> {
    options.signal?.throwIfAborted();
    if (this.lost.aborted) throw this.lost.reason;
    this.calls.push(call);
    const answer = (async () => {
      const given = await this.#script(call, options);
      if (given !== undefined) return given;
      throw errorReply('org.freedesktop.DBus.Error.UnknownMethod', `nobody answers ${call.member}`);
    })();
    return await new Promise((resolve, reject) => {
      const { signal } = options;
      this.#waiting.add(reject);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      answer.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  onCall(handler: Handler): () => void {
    const token = { handler };
    this.#handlers.add(token);
    return () => {
      this.#handlers.delete(token);
    };
  }

  emit(signal: Signal): void {
    this.emitted.push(signal);
  }

  async addMatch(rule: MatchRule, listener: (signal: ReceivedSignal) => void): Promise<() => Promise<void>> {
    if (this.lost.aborted) throw this.lost.reason;
    const token = { rule, listener };
    this.#rules.add(token);
    return async () => {
      this.#rules.delete(token);
    };
  }

  async requestName(): Promise<void> {
    throw new DBusError('name-taken', 'nothing here owns names');
  }

  async close(): Promise<void> {
    this.#rules.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Lets a signal arrive. */
  signal(signal: Signal): void {
    for (const { rule, listener } of [...this.#rules]) {
      if (rule.interface !== undefined && rule.interface !== signal.interface) continue;
      if (rule.member !== undefined && rule.member !== signal.member) continue;
      if (rule.arg0 !== undefined && rule.arg0 !== signal.body[0]) continue;
      listener({ ...signal, sender: ':1.2' });
    }
  }

  /** Lets a call arrive; its results. */
  async incoming(path: string, interfaceName: string, member: string, signature: string, ...body: unknown[]) {
    const call = { sender: ':1.2', path, interface: interfaceName, member, signature, body };
    for (const { handler } of [...this.#handlers]) {
      const answer = handler(call);
      if (answer !== undefined) return (await answer).body;
    }
    throw new Error(`nobody here answers ${member} at ${path}`);
  }

  /** Ends the bus. */
  lose(): void {
    this.#lost.abort(new DBusError('lost', 'the bus ended the connection'));
    for (const reject of this.#waiting) reject(this.lost.reason);
  }
}
