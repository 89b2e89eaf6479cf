import type { Bytes } from '../bytes.ts';
import type { Power } from './power.ts';
import type { SecureChannel, SteppedHandshake } from './security.ts';

/**
 * Runs a handshake whose powers are computed somewhere else, and returns its channel.
 *
 * @param exchange - sends a request and resolves with its answer; a rejection is thrown into the handshake
 */
export async function withPowersApart(
  handshake: SteppedHandshake,
  power: Power,
  exchange: (request: Bytes) => Promise<Bytes>,
): Promise<SecureChannel> {
  let step = handshake.next();
  while (!step.done) {
    const { value } = step;
    const isRequest = value instanceof Uint8Array;
    const result = isRequest ? exchange(value) : power(value);
    step = await result.then(
      (bytes) => handshake.next(bytes),
      (error: unknown) => handshake.throw(error),
    );
  }
  return step.value;
}
