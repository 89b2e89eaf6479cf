import type { WifiDriver, WifiEvent } from '@esp-prov/device';

/** What a station reports, waiting until it is taken. */
export class StationEvents {
  readonly station: WifiDriver;
  readonly #events: WifiEvent[] = [];
  #arrived: () => void = () => undefined;

  constructor(station: WifiDriver) {
    this.station = station;
    station.watch((event) => {
      this.#events.push(event);
      this.#arrived();
    });
  }

  /** How many nobody has taken yet. */
  get waiting(): number {
    return this.#events.length;
  }

  /** Takes the next event. @throws Error when none comes in time */
  async next(ms = 60_000): Promise<WifiEvent> {
    const event = this.#events.shift();
    if (event !== undefined) return event;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#arrived = resolve;
        timer = setTimeout(() => reject(new Error(`the station reported nothing for ${ms} ms`)), ms);
      });
    } finally {
      clearTimeout(timer);
    }
    return this.#events.shift() as WifiEvent;
  }
}
