import type { HeardNetwork, RadioScanOptions, WifiCredentials, WifiDriver, WifiEvent } from '@esp-prov/device';

/** A radio without a will of its own: it hears what it is given, and joins end when the test says so. */
export class FakeWifiDriver implements WifiDriver {
  /** Networks that a scan finds. */
  networks: readonly HeardNetwork[];
  /** Scans that were made. */
  readonly scans: RadioScanOptions[] = [];
  /** Networks that were to be joined. */
  readonly joins: WifiCredentials[] = [];
  /** How often `leave` was called. */
  leaves = 0;
  readonly #listeners = new Set<(event: WifiEvent) => void>();

  constructor(networks: readonly HeardNetwork[] = []) {
    this.networks = networks;
  }

  start(): void {
    this.report({ kind: 'station-started' });
  }

  async scan(options: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    this.scans.push(options);
    return this.networks.filter(({ channel }) => options.channel === undefined || options.channel === channel);
  }

  join(network: WifiCredentials): void {
    this.joins.push(network);
  }

  leave(): void {
    this.leaves++;
  }

  watch(listener: (event: WifiEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets the radio report `event`. */
  report(event: WifiEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
