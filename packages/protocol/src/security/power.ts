import type { Bytes } from '../bytes.ts';

/** A power modulo a prime, as a task for somewhere else; all numbers are big-endian. */
export interface PowerTask {
  readonly base: Uint8Array;
  readonly exponent: Uint8Array;
  readonly modulus: Uint8Array;
}

/** Computes a power somewhere else, such as in a worker: as long as the modulus, big-endian. */
export type Power = (task: PowerTask) => Promise<Uint8Array>;

/** Yields a power as a task and returns its result. */
export function* powerOf(
  base: Uint8Array,
  exponent: Uint8Array,
  modulus: Uint8Array,
): Generator<PowerTask, Bytes, Uint8Array> {
  return Uint8Array.from(yield { base, exponent, modulus });
}
