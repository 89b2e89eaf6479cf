import type { ChosenDevice } from './device-reach.ts';
import type { Answers } from './questions.ts';

/**
 * What a person has typed in this run and the device has accepted, so that it is not to be typed again (WCAG 2.2, 3.3.7).
 * It is kept for one device, and nowhere but here: neither in the state that screens are drawn from nor in any storage.
 */
export class AcceptedAnswers {
  #kept: { readonly device: ChosenDevice; readonly answers: Answers } | undefined;

  /** Returns what this device has accepted. */
  of(device: ChosenDevice): Answers | undefined {
    return this.#kept && isSame(this.#kept.device, device) ? this.#kept.answers : undefined;
  }

  keep(device: ChosenDevice, answers: Answers): void {
    this.#kept = { device, answers };
  }

  forget(): void {
    this.#kept = undefined;
  }
}

/** Ports have nothing that tells them apart, so that one which is chosen anew counts as another. */
function isSame(one: ChosenDevice, other: ChosenDevice): boolean {
  return one === other || (one.way !== 'usb' && one.way === other.way && one.lock === other.lock);
}
