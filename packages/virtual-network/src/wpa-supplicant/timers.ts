import type { Clock } from '@esp-prov/protocol';

/** Things to do later, each under a name; a new one of the same name replaces the one before. */
export class Timers {
  readonly #clock: Clock;
  readonly #running = new Map<string, AbortController>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Does `task` in `ms`. */
  after(name: string, ms: number, task: () => void): void {
    this.cancel(name);
    const timer = new AbortController();
    this.#running.set(name, timer);
    this.#clock.sleep(ms, { signal: timer.signal }).then(
      () => {
        this.#running.delete(name);
        task();
      },
      () => undefined,
    );
  }

  has(name: string): boolean {
    return this.#running.has(name);
  }

  cancel(name: string): void {
    this.#running.get(name)?.abort();
    this.#running.delete(name);
  }

  cancelAll(): void {
    for (const name of [...this.#running.keys()]) this.cancel(name);
  }
}
