import {
  type ClientSecurity,
  errorMeanings,
  isProvisioningError,
  type Log,
  ProvisioningError,
} from '@esp-prov/protocol';
import { isLinkFailure } from './link-failure.ts';
import type { SpentProofs } from './spent-proofs.ts';

/** The readings of one secret, tried one after another until a device takes one, most likely first. */
export class ProofTries {
  readonly #first: ClientSecurity;
  readonly #log: Log;
  readonly #spent: SpentProofs;
  #reading: ClientSecurity;
  /** The refusal of the first reading, which says most. */
  #failure: ProvisioningError | undefined;
  #refusals = 0;
  #others = 0;
  #hasDropped = false;

  constructor(security: ClientSecurity, log: Log, spent: SpentProofs) {
    this.#first = security;
    this.#reading = security;
    this.#log = log;
    this.#spent = spent;
  }

  /** The reading whose turn it is. */
  get reading(): ClientSecurity {
    return this.#reading;
  }

  /** Whether a device has refused a proof without dropping the link, which only a wrong one explains. */
  get isRefused(): boolean {
    return this.#failure !== undefined && !(this.#refusals === 1 && isLinkFailure(this.#failure.cause));
  }

  /** Takes a refusal and returns whether there is something left to try; it is `reading` then. */
  refused(refusal: ProvisioningError): boolean {
    this.#refusals++;
    this.#spent.refused();
    if (this.#reading === this.#first) this.#failure = refusal;
    // A drop says less than a refusal: only one that comes again, over a new link, is no accident.
    const again = isLinkFailure(refusal.cause) && !this.#hasDropped;
    this.#hasDropped ||= isLinkFailure(refusal.cause);
    if (this.#spent.spent) return false;
    if (again) return true;
    const next = this.#next(refusal);
    if (!next) return false;
    this.#reading = next;
    this.#others++;
    const how = next.reading?.trial ?? 'in another way';
    this.#log('info', 'client', `the proof was refused; trying the same secret ${how}`);
    return true;
  }

  /** Returns the refusal of the secret, with what was tried. */
  failure(): ProvisioningError {
    const failure = this.#failure ?? new ProvisioningError('session/proof-mismatch');
    const details = { ...failure.details, refusedProofs: this.#refusals, otherReadings: this.#others };
    const others = this.#others === 1 ? 'another reading' : `${this.#others} other readings`;
    const tried = `${others} of the secret, for devices with a faulty verifier, ${this.#others === 1 ? 'was' : 'were'} refused, too`;
    // The meaning of the code is printed beside the message, so it is not said twice.
    const first = failure.message === errorMeanings[failure.code] ? '' : `${failure.message}; `;
    const text = this.#others > 0 ? `${first}${tried}` : failure.message;
    return new ProvisioningError(failure.code, text, { cause: failure.cause, details });
  }

  #next(refusal: ProvisioningError): ClientSecurity | undefined {
    for (let next = this.#reading.fallback; next; next = next.fallback) {
      if (next.fits?.(refusal) ?? true) return next;
    }
    return undefined;
  }
}

/** Whether a device has refused a proof. */
export function isRefusedProof(error: unknown): error is ProvisioningError {
  return isProvisioningError(error, 'session/proof-mismatch');
}
