import {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from '@esp-prov/device';

/** A radio without a will of its own: it hears what it is given, and joins end as or when the test says so. */
export class FakeWifiDriver implements WifiDriver {
  /** Networks that a scan finds. */
  networks: readonly HeardNetwork[];
  /** How each join ends; left out, or for a join undefined: it ends when the test reports so. */
  outcome: ((network: WifiCredentials) => WifiEvent | undefined) | undefined;
  /** Scans that were made. */
  readonly scans: RadioScanOptions[] = [];
  /** Networks that were to be joined. */
  readonly joins: WifiCredentials[] = [];
  /** How often `leave` was called. */
  leaves = 0;
  #attempt = 0;
  #connected = false;
  readonly #listeners = new Set<(event: WifiEvent) => void>();

  constructor(networks: readonly HeardNetwork[] = []) {
    this.networks = networks;
  }

  start(): void {
    this.report({ kind: 'station-started' });
  }

  async scan(options: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    options.signal?.throwIfAborted();
    this.scans.push(options);
    return this.networks.filter(({ channel }) => options.channel === undefined || options.channel === channel);
  }

  join(network: WifiCredentials): void {
    this.joins.push(network);
    this.#disconnect();
    const attempt = this.#attempt;
    const event = this.outcome?.(network);
    if (!event) return;
    void Promise.resolve().then(() => {
      if (attempt !== this.#attempt) return;
      this.#connected = event.kind === 'got-ip';
      this.report(event);
    });
  }

  leave(): void {
    this.leaves++;
    this.#disconnect();
  }

  watch(listener: (event: WifiEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the attempt; of a connection that {@link outcome} made, reports the end. */
  #disconnect(): void {
    this.#attempt++;
    if (!this.#connected) return;
    this.#connected = false;
    this.report({ kind: 'disconnected', reason: disconnectReasons.assocLeave });
  }

  /** Lets the radio report `event`. */
  report(event: WifiEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
