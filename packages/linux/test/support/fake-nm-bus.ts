import { type Bus, DBusError, type MatchRule, type MethodCall, type ReceivedSignal } from '@esp-prov/dbus';

/** Answers a call; an error that it throws is the answer. */
export type FakeAnswer = (call: MethodCall) => readonly unknown[];

/** A bus with one daemon that says what a test wants it to, true or not. */
export class FakeNmBus implements Bus {
  readonly name = ':1.1';
  readonly lost: AbortSignal = new AbortController().signal;
  /** Calls that were made, by member. */
  readonly calls = new Map<string, number>();
  /** Most calls that waited at once. */
  mostAtOnce = 0;
  #waiting = 0;
  readonly #answer: FakeAnswer;
  readonly #busAnswer: FakeAnswer;
  readonly #listeners = new Set<{ readonly rule: MatchRule; readonly listener: (signal: ReceivedSignal) => void }>();

  /** `busAnswer`: what the bus itself answers; default: that the daemon is there. */
  constructor(answer: FakeAnswer, busAnswer: FakeAnswer = ({ member }) => [member === 'GetNameOwner' ? ':1.0' : []]) {
    this.#answer = answer;
    this.#busAnswer = busAnswer;
  }

  /** How many rules are there. */
  get rules(): number {
    return this.#listeners.size;
  }

  async call(call: MethodCall): Promise<readonly unknown[]> {
    this.calls.set(call.member, (this.calls.get(call.member) ?? 0) + 1);
    this.#waiting++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#waiting);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      return call.destination === 'org.freedesktop.DBus' ? this.#busAnswer(call) : this.#answer(call);
    } finally {
      this.#waiting--;
    }
  }

  /** Sends a signal to all that listen for the like. */
  tell(signal: Omit<ReceivedSignal, 'sender' | 'signature'>): void {
    for (const { rule, listener } of [...this.#listeners]) {
      const fits = (['path', 'interface', 'member'] as const).every(
        (name) => rule[name] === undefined || rule[name] === signal[name],
      );
      if (fits && (rule.arg0 === undefined || rule.arg0 === signal.body[0])) {
        listener({ ...signal, sender: ':1.0', signature: '' });
      }
    }
  }

  async addMatch(rule: MatchRule, listener: (signal: ReceivedSignal) => void): Promise<() => Promise<void>> {
    const entry = { rule, listener };
    this.#listeners.add(entry);
    return async () => void this.#listeners.delete(entry);
  }

  onCall(): () => void {
    return () => undefined;
  }

  emit(): void {
    throw new DBusError('invalid', 'nothing is sent here');
  }

  async requestName(): Promise<void> {
    throw new DBusError('invalid', 'no name is wanted here');
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
