import type { Daemon } from '../daemon.ts';

/** What is forgotten when nothing is heard of it for a while. */
export interface Forgettable {
  /** Whether it may be forgotten at all just now. */
  mayForget(): boolean;
  forget(): void;
}

/** The wait for a device to be forgotten, one for each however often it is heard. */
export class Expiry {
  readonly #daemon: Daemon;
  readonly #what: Forgettable;
  readonly #stopped = new AbortController();
  #heardAt = 0;
  #waiting = false;

  constructor(daemon: Daemon, what: Forgettable) {
    this.#daemon = daemon;
    this.#what = what;
  }

  /** Notes that the device was heard. */
  heard(): void {
    this.#heardAt = this.#daemon.clock.now();
  }

  /** Starts the time after which the device is forgotten unless it is heard. */
  start(): void {
    this.heard();
    if (this.#waiting) return;
    this.#waiting = true;
    this.#daemon.background(async (ended) => {
      await this.#wait(AbortSignal.any([ended, this.#stopped.signal]));
      this.#waiting = false;
    });
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const { clock, delays } = this.#daemon;
    while (this.#what.mayForget() && !signal.aborted) {
      const left = this.#heardAt + delays.temporaryMs - clock.now();
      if (left <= 0) {
        this.#what.forget();
        return;
      }
      await clock.sleep(left, { signal }).catch(() => undefined);
    }
  }
}
