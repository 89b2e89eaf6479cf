import type { Random } from '@esp-prov/protocol';

/** Hands out the given values one after another. @throws RangeError when a wanted length differs from the next value's */
export function fixedRandom(...values: readonly Uint8Array[]): Random {
  let used = 0;
  return (length) => {
    const value = values[used++];
    if (value?.length !== length) {
      throw new RangeError(`random value ${used} has ${value?.length ?? 'no'} bytes, ${length} are wanted`);
    }
    return Uint8Array.from(value);
  };
}

/** Returns varied bytes from a seed: the same ones in every run, for tests only. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      // Xorshift of 32 bits (Marsaglia 2003).
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state >>> 24;
    });
}
