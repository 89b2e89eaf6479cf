import type { Clock } from '@esp-prov/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its host anew every second while there are seconds to count. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly clock: Clock };
  #running: AbortController | undefined;
  #now = 0;

  constructor(host: ReactiveControllerHost & { readonly clock: Clock }) {
    this.#host = host;
    host.addController(this);
  }

  /** Reading of the clock when it ticked last. */
  get now(): number {
    return this.#now;
  }

  /** Reads the clock, and goes on ticking or stops. */
  run(isWanted: boolean): void {
    this.#now = this.#host.clock.now();
    if (!isWanted) this.hostDisconnected();
    else if (!this.#running) this.#start();
  }

  hostDisconnected(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  #start(): void {
    const running = new AbortController();
    const { signal } = running;
    this.#running = running;
    const wait = (): void => {
      this.#host.clock.sleep(1000, { signal }).then(
        () => {
          this.#now = this.#host.clock.now();
          this.#host.requestUpdate();
          wait();
        },
        () => undefined,
      );
    };
    wait();
  }
}
