import { type Bytes, fromHex } from '../../src/bytes.ts';
import type { Random } from '../../src/random.ts';

/** A generator that yields the recorded values one after another, and fails when another length or one more is asked. */
export function replayRandom(...recorded: readonly (string | Uint8Array)[]): Random {
  const values: Bytes[] = recorded.map((value) =>
    typeof value === 'string' ? fromHex(value) : Uint8Array.from(value),
  );
  return (length) => {
    const value = values.shift();
    if (value?.length !== length) {
      throw new Error(`${length} random bytes were asked for, ${value?.length ?? 'none'} are recorded`);
    }
    return value;
  };
}
