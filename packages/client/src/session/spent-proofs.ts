import { ProvisioningError, type SecurityVersion } from '@esp-prov/protocol';

/** Most proofs that one device is made to refuse. Firmware counts them: RainMaker ends its service at the fifth. */
const mostRefused = 3;

/**
 * Most proofs of security 2 that go out while none proves the device in return, whatever becomes of them: each lets
 * whoever answers in its place try one guess of the password. Of security 1, a single one lets it try them all.
 */
const mostUnproven = 5;

/** The proofs that went out since the device has proven itself last; it holds for all links to it. */
export class SpentProofs {
  #refused = 0;
  #unproven = 0;

  /** Whether no other may go out. */
  get spent(): boolean {
    return this.#refused >= mostRefused || this.#unproven >= mostUnproven;
  }

  /**
   * Counts a proof that is about to go out.
   *
   * @throws ProvisioningError `session/device-unproven` where too many went out before
   */
  sending(version: SecurityVersion): void {
    if (this.spent) throw this.failure();
    if (version === 2) this.#unproven++;
  }

  /** Counts a refusal. */
  refused(): void {
    this.#refused++;
  }

  /** Begins anew, as the device has proven itself. */
  proven(): void {
    this.#refused = 0;
    this.#unproven = 0;
  }

  /** Returns the reason why no other proof goes out. */
  failure(): ProvisioningError {
    const sent = Math.max(this.#refused, this.#unproven);
    const text =
      `the device has got ${sent} proofs of the secret and has not proven itself: no more are sent, as something else ` +
      'may answer in its place. Connect anew to go on';
    return new ProvisioningError('session/device-unproven', text, { details: { proofs: sent } });
  }
}
