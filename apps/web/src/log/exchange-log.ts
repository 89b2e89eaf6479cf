import { type CallOptions, type SealedMessage, type Transport, wrapTransport } from '@esp-prov/client';
import { type Bytes, type Clock, isProvisioningError, systemClock } from '@esp-prov/protocol';
import type { LogEntry } from './log-entry.ts';
import { hexText, readMessage } from './read-message.ts';

/** Most messages that are kept; the oldest go first. */
export const mostEntries = 500;

/** Most bytes of a message on the wire that are shown. */
const mostWireBytes = 64;

/** A message that was sealed, of which only its sealed form has been seen yet. */
type Opened = Pick<SealedMessage, 'plain' | 'securityVersion' | 'reusesNonce'>;

/**
 * The messages between a client and a device, as the client sees them: hand `wrap` the transport, and `onSealed` to
 * `ConnectOptions`. Secrets are masked before anything is kept.
 */
export class ExchangeLog {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #begin: number;
  #entries: readonly LogEntry[] = [];
  #count = 0;
  /** What was sealed and goes out next. */
  readonly #sealed = new WeakMap<Bytes, Opened>();
  /** Numbers of answers that are not opened yet. */
  readonly #answers = new WeakMap<Bytes, number>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
    this.#begin = clock.now();
  }

  /** The newest entries, the oldest first. The list never changes; another one takes its place. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** Calls `listener` after every change until the returned function is called. */
  watch(listener: () => void): () => void {
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  /** Forgets all entries. */
  clear(): void {
    this.#entries = [];
    this.#tell();
  }

  /** Hears of both forms of a sealed message. */
  readonly onSealed = ({ direction, plain, sealed, ...scheme }: SealedMessage): void => {
    if (direction === 'sent') {
      this.#sealed.set(sealed, { plain, ...scheme });
      return;
    }
    const id = this.#answers.get(sealed);
    if (id === undefined) return;
    this.#entries = this.#entries.map((entry) =>
      entry.id === id ? { ...entry, ...described(entry.endpoint, 'in', sealed, { plain, ...scheme }) } : entry,
    );
    this.#tell();
  };

  /** Returns `inner`, of which every exchange is noted. */
  wrap(inner: Transport): Transport {
    return wrapTransport(inner, async (endpoint, request, options?: CallOptions) => {
      const opened = this.#sealed.get(request);
      this.#add(endpoint, 'out', request, opened);
      try {
        const answer = await inner.exchange(endpoint, request, options);
        const id = this.#add(endpoint, 'in', answer, undefined, opened !== undefined);
        this.#answers.set(answer, id);
        return answer;
      } catch (error) {
        this.#fail(endpoint, isProvisioningError(error) ? error.code : 'page/unexpected');
        throw error;
      }
    });
  }

  #add(
    endpoint: string,
    direction: LogEntry['direction'],
    wire: Bytes,
    opened: Opened | undefined,
    awaitsKey = false,
  ): number {
    const what = awaitsKey ? closed : described(endpoint, direction, wire, opened);
    return this.#push({ endpoint, direction, bytes: wire.length, failure: undefined, ...what });
  }

  #fail(endpoint: string, failure: string): void {
    this.#push({ endpoint, direction: 'in', bytes: 0, failure, ...closed, seal: 'none' });
  }

  #push(entry: Omit<LogEntry, 'id' | 'atMs'>): number {
    const id = ++this.#count;
    this.#entries = [...this.#entries, { id, atMs: this.#clock.now() - this.#begin, ...entry }].slice(-mostEntries);
    this.#tell();
    return id;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

type Described = Pick<LogEntry, 'seal' | 'message' | 'wire'>;

/** A sealed answer until its key is used, which may never be. */
const closed: Described = {
  seal: 'sealed',
  message: { name: undefined, kind: 'unreadable', summary: '', fields: [], isOpen: false },
  wire: undefined,
};

function described(endpoint: string, direction: 'out' | 'in', wire: Bytes, opened: Opened | undefined): Described {
  const message = readMessage(endpoint, direction, opened?.plain ?? wire);
  const seal = opened !== undefined && opened.securityVersion > 0 ? 'sealed' : 'plain';
  // Under one nonce for all messages, whoever knows one of them reads a secret out of the sealed bytes of another.
  const showsWire = message.isOpen || (seal === 'sealed' && !opened?.reusesNonce);
  return { seal, message, wire: showsWire ? hexText(wire, mostWireBytes) : undefined };
}
