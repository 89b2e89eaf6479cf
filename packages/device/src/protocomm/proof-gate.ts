import { ProvisioningError } from '@esp-prov/protocol';
import type { GuessingBrake } from './guessing-brake.ts';

/** Lets proofs of the one session through, one at a time and no faster than the brake allows. */
export class ProofGate {
  readonly brake: GuessingBrake;
  #present: AbortController | undefined;

  constructor(brake: GuessingBrake) {
    this.brake = brake;
  }

  /**
   * Runs `judge` once the brake allows it; until then only this call waits, and no other request.
   *
   * @param signal - aborts when the sender of the proof has gone: then it is not checked, and does not count
   * @throws ProvisioningError `session/invalid-state` while another proof is in the gate; the reason of `refuse`
   */
  async pass<T>(judge: (dropped: AbortSignal) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#present) throw new ProvisioningError('session/invalid-state', 'another proof of this session waits');
    const present = new AbortController();
    const gone = () => present.abort(new ProvisioningError('link/closed'));
    this.#present = present;
    signal?.addEventListener('abort', gone, { once: true });
    if (signal?.aborted) gone();
    try {
      // Only where there is a wait, so that a proof stays in its place among the other requests.
      const wait = this.brake.wait(present.signal);
      if (wait) await wait;
      return await judge(present.signal);
    } finally {
      signal?.removeEventListener('abort', gone);
      if (this.#present === present) this.#present = undefined;
    }
  }

  /** Refuses the proof in the gate, as its session or its keys are gone. */
  refuse(message: string): void {
    this.#present?.abort(new ProvisioningError('session/not-established', message));
    this.#present = undefined;
  }
}
