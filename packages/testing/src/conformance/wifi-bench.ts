import type { HeardNetwork, RadioScanOptions, WifiCredentials, WifiDriver, WifiEvent } from '@esp-prov/device';
import { type Clock, systemClock, withDeadline } from '@esp-prov/protocol';

/** A station for the conformance suite, and what it can hear and join. */
export interface WifiBench {
  readonly driver: WifiDriver;
  /** Credentials of a network in range that lets the station in. */
  readonly known: WifiCredentials;
  /** Credentials of a network in range, with another passphrase than it has. */
  readonly wrongPassphrase: WifiCredentials;
  /** Credentials of a network that is not in range. */
  readonly absent: WifiCredentials;
  /** Channel of the known network. */
  readonly channel: number;
  /** Another channel, on which the known network is not heard. */
  readonly otherChannel: number;
  /** Clock of the driver; default: that of the system. */
  readonly clock?: Clock | undefined;
  /** Puts everything away. */
  close(): Promise<void>;
}

/** Longest time for a scan, and for a join to end one way or the other; a wrong passphrase takes real radios long. */
const longestMs = 60_000;

/** A station under test, whose events wait until they are taken. */
export class WifiBed {
  readonly bench: WifiBench;
  readonly #events: WifiEvent[] = [];
  readonly #stop: () => void;
  #arrived: () => void = () => undefined;

  constructor(bench: WifiBench) {
    this.bench = bench;
    this.#stop = bench.driver.watch((event) => {
      this.#events.push(event);
      this.#arrived();
    });
  }

  get driver(): WifiDriver {
    return this.bench.driver;
  }

  get known(): WifiCredentials {
    return this.bench.known;
  }

  /** Events that nobody has taken yet. */
  get waiting(): number {
    return this.#events.length;
  }

  /** Takes the next event. @throws Error when none comes in time */
  async next(): Promise<WifiEvent> {
    for (let event = this.#events.shift(); ; event = this.#events.shift()) {
      if (event) return event;
      await this.#limited(
        'an event',
        new Promise<void>((resolve) => {
          this.#arrived = resolve;
        }),
      );
    }
  }

  /** Returns the event that follows an attempt to join. */
  async joined(network: WifiCredentials): Promise<WifiEvent> {
    this.driver.join(copyOf(network));
    return await this.next();
  }

  /** Returns what the station hears. @throws Error when it takes too long */
  async scan(options: Partial<RadioScanOptions> = {}): Promise<readonly HeardNetwork[]> {
    return await this.#limited('the end of a scan', this.driver.scan({ passive: false, dwellMs: 0, ...options }));
  }

  async close(): Promise<void> {
    this.#stop();
    await this.bench.close();
  }

  async #limited<T>(what: string, task: Promise<T>): Promise<T> {
    const { clock = systemClock } = this.bench;
    const reason = () => new Error(`expected: ${what} within ${longestMs / 1000} s`);
    return await withDeadline({ clock, ms: longestMs, reason }, () => task);
  }
}

/** Returns the same credentials in arrays of their own. */
export function copyOf({ ssid, passphrase }: WifiCredentials): WifiCredentials {
  return { ssid: ssid.slice(), passphrase: passphrase.slice() };
}
