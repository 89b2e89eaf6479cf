import type { PowerTask } from '../../src/security/power.ts';
import { powerHere } from '../../src/security/power-here.ts';

/** Returns the result of a computation that hands out its powers. */
export function computedHere<T>(computation: Generator<PowerTask, T, Uint8Array>): T {
  let step = computation.next();
  while (!step.done) step = computation.next(powerHere(step.value));
  return step.value;
}
