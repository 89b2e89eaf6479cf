import { type DeviceTransport, wrapDeviceTransport, wrapRequests } from '@esp-prov/device';
import type { Clock } from '@esp-prov/protocol';

/** How long a service stays up after its stop, in ms: at least so that an answer gets out, at most for a slow client. */
const leastMs = 1000;
const longestMs = 5000;

/**
 * What a service waits for before it ends: after a success that the client has gone, as a slow one is still reading the
 * answer that reports it. A board has no reason to hurry.
 */
export class LastAnswer {
  readonly #clock: Clock;
  readonly #peers = new Set<number>();
  readonly #waits = new Set<() => void>();
  #expected = false;
  #forgone = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns a transport whose clients are waited for. */
  noticing(transport: DeviceTransport): DeviceTransport {
    return wrapDeviceTransport(transport, (requests) =>
      wrapRequests(requests, {
        open: (peer) => {
          this.#peers.add(peer);
          requests.open(peer);
        },
        close: (peer) => {
          this.#peers.delete(peer);
          this.#wake();
          requests.close(peer);
        },
      }),
    );
  }

  /** Begins a round in which nothing has succeeded yet. */
  begin(): void {
    this.#expected = false;
    this.#forgone = false;
  }

  /** A client is about to hear that the board has joined. */
  expect(): void {
    this.#expected = true;
  }

  /** Nobody is waited for in this round: no client can ask any more, or the board has to end now. */
  forgo(): void {
    this.#forgone = true;
    this.#wake();
  }

  /** Resolves when the service may end. @throws the reason of the signal */
  async given(signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(leastMs, { signal });
    if (this.#isOver()) return;
    const over = new AbortController();
    const check = () => {
      if (this.#isOver()) over.abort();
    };
    this.#waits.add(check);
    try {
      await this.#clock.sleep(longestMs - leastMs, { signal: AbortSignal.any([signal, over.signal]) });
    } catch {
      signal.throwIfAborted();
    } finally {
      this.#waits.delete(check);
    }
  }

  #isOver(): boolean {
    return !this.#expected || this.#forgone || this.#peers.size === 0;
  }

  #wake(): void {
    for (const check of this.#waits) check();
  }
}
