import type { Clock } from '@esp-prov/protocol';
import type { HeardNetwork, WifiDriver } from './wifi-driver.ts';

/** How a scan goes over the channels. */
export interface ScanPlan {
  readonly passive: boolean;
  readonly dwellMs: number;
  /** 0: all channels at once; n: one by one, with a rest after every n-th. */
  readonly groupChannels: number;
}

/** Channels that a grouped scan visits. */
const channels = Array.from({ length: 13 }, (_, i) => i + 1);

/** Rest between groups, in which a SoftAP can serve its stations. */
const groupRestMs = 120;

/** Runs one scan at a time and keeps the strongest networks. Channels come one by one, so results may grow. */
export class WifiScanner {
  readonly #wifi: WifiDriver;
  readonly #clock: Clock;
  readonly #maxEntries: number;
  #found: readonly HeardNetwork[] = [];
  #current: Promise<void> | undefined;
  #failed = false;

  constructor(wifi: WifiDriver, clock: Clock, maxEntries: number) {
    this.#wifi = wifi;
    this.#clock = clock;
    this.#maxEntries = maxEntries;
  }

  /** Networks found so far, strongest first. */
  get found(): readonly HeardNetwork[] {
    return this.#found;
  }

  get running(): boolean {
    return this.#current !== undefined;
  }

  /** Whether the radio refused the last scan. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Begins a scan, or joins the one that runs; resolves when it is over, also when the radio refused. */
  start(plan: ScanPlan): Promise<void> {
    this.#current ??= this.#run(plan)
      .catch(() => {
        this.#failed = true;
      })
      .finally(() => {
        this.#current = undefined;
      });
    return this.#current;
  }

  async #run({ passive, dwellMs, groupChannels }: ScanPlan): Promise<void> {
    this.#found = [];
    this.#failed = false;
    if (groupChannels === 0) {
      this.#add(await this.#wifi.scan({ passive, dwellMs }));
      return;
    }
    for (const channel of channels) {
      this.#add(await this.#wifi.scan({ passive, dwellMs, channel }));
      const last = channel === channels.length;
      if (!last && channel % groupChannels === 0) await this.#clock.sleep(groupRestMs);
    }
  }

  #add(networks: readonly HeardNetwork[]): void {
    const all = [...this.#found, ...networks].sort((a, b) => b.rssi - a.rssi);
    this.#found = all.slice(0, this.#maxEntries);
  }
}
