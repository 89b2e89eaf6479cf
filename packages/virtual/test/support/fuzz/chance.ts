import type { Bytes, Random } from '@esp-prov/protocol';

/** Chance that repeats itself for a seed: what the fuzzing decides and draws comes from here only. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns a number of 32 bits. */
  next(): number {
    // Mulberry32 (Ettinger 2017): good enough, and fast.
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** Returns a number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return this.next() % limit;
  }

  /** Returns true once in `times` calls. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** Returns up to `limit` bytes of any value, short ones more often. */
  bytes(limit: number): Bytes {
    return this.exactly(this.below(this.below(limit + 1) + 1));
  }

  /** Returns `length` bytes of any value. */
  exactly(length: number): Bytes {
    return Uint8Array.from({ length }, () => this.next() >>> 24);
  }

  /** Returns a number as a field may carry it: small, at an edge, or anything. */
  number(): number {
    switch (this.below(4)) {
      case 0:
        return this.pick([0, 1, 15, 16, 17, 127, 128, 255, 256, 65535, 2 ** 31 - 1]);
      case 1:
        return this.next() >>> 1;
      default:
        return this.below(24);
    }
  }

  /** This chance as a source of keys. */
  get random(): Random {
    return (length) => this.exactly(length);
  }
}
