import type { Adapter } from '../adapter/adapter.ts';

/** Strength of a signal where nothing else was said, in dBm. */
const defaultRssi = -50;
/** No two advertisements arrive equally strong; clients that wait for a change of RSSI count on that. */
const wobble = [0, -3, 1, -12, 2, -1];

/** What is between the adapters, those of several machines included: how strong one hears the other, or not at all. */
export class Air {
  readonly #strengths = new Map<string, number | undefined>();
  readonly #adapters = new Set<Adapter>();
  #beat = 0;

  /** The adapters that are in it, whichever machine has them. */
  get adapters(): Iterable<Adapter> {
    return this.#adapters;
  }

  /** Brings an adapter in. */
  add(adapter: Adapter): void {
    this.#adapters.add(adapter);
  }

  /** Takes an adapter out. */
  remove(adapter: Adapter): void {
    this.#adapters.delete(adapter);
  }

  /** Sets how strong two adapters, by their addresses, hear each other in dBm; undefined: out of reach. */
  setStrength(one: string, other: string, rssi: number | undefined): void {
    this.#strengths.set(key(one, other), rssi);
  }

  /** Whether two adapters hear each other. */
  inReach(one: string, other: string): boolean {
    return this.#strength(one, other) !== undefined;
  }

  /** Returns how strong an advertisement arrives now; undefined when it does not. */
  hear(one: string, other: string): number | undefined {
    const strength = this.#strength(one, other);
    this.#beat = (this.#beat + 1) % wobble.length;
    return strength === undefined ? undefined : Math.max(-127, strength + (wobble[this.#beat] ?? 0));
  }

  #strength(one: string, other: string): number | undefined {
    const both = key(one, other);
    return this.#strengths.has(both) ? this.#strengths.get(both) : defaultRssi;
  }
}

function key(one: string, other: string): string {
  return [one, other].sort().join(' ');
}
