import { modPow } from '#power';
import type { Bytes } from '../bytes.ts';
import type { PowerTask } from './power.ts';
import type { ClientHandshake, SteppedHandshake } from './security.ts';

/** Returns the power of a task, computed here and now. */
export function powerHere({ base, exponent, modulus }: PowerTask): Bytes {
  return modPow(base, exponent, modulus);
}

/** Runs a handshake that computes its powers here and now. */
export function* withPowersHere(handshake: SteppedHandshake): ClientHandshake {
  let step = handshake.next();
  while (!step.done) {
    const { value } = step;
    if (!(value instanceof Uint8Array)) {
      step = handshake.next(powerHere(value));
      continue;
    }
    let answer: Bytes;
    try {
      answer = yield value;
    } catch (error) {
      step = handshake.throw(error);
      continue;
    }
    step = handshake.next(answer);
  }
  return step.value;
}
