import type { Clock } from '@esp-prov/protocol';

/** Makes guessing slow: decides before a proof is checked whether it has to wait, and counts wrong ones. */
export interface GuessingBrake {
  /** Whether wrong proofs have used up what is free, so that each further one waits. */
  readonly isOn: boolean;
  /**
   * Returns how long a proof that comes now has to wait; undefined when it may be checked at once.
   *
   * @throws `signal.reason` on abort
   */
  wait(signal: AbortSignal): Promise<void> | undefined;
  /**
   * Counts a wrong proof. A right one changes nothing: a client that knows the secret must not make guessing cheaper
   * for others.
   */
  wrong(): void;
}

/**
 * Typing errors of a person cost nothing: two wrong passwords of security 2, for each of which a client may make three
 * proofs, one for each way in which firmware reads a secret, and then the right one.
 */
const freeMistakes = 7;

/** Least time between two wrong proofs while the brake is on, so the longest wait; also what a free mistake costs. */
const spacingMs = 10_000;

/**
 * Shortest wait while the brake is on: only a client that keeps its session for this long gets a guess. A client that
 * opens session after session gets none.
 */
const holdMs = 2000;

/**
 * Time without any proof after which the brake is off again. By then only a part of the free mistakes is paid for, and
 * only that many are free anew.
 */
const quietMs = 30_000;

/**
 * Returns a brake on guessing: seven mistakes are free, then one proof in ten seconds is checked, until thirty quiet
 * seconds. Whatever a guesser does, n seconds hold no more than 7 + n / 10 guesses.
 */
export function guessingBrake(clock: Clock): GuessingBrake {
  let on = false;
  let lastProofAt = 0;
  let lastWrongAt = 0;
  // Mistakes are a debt that time pays off, so nothing has to be reset.
  let paidAt = 0;
  const isOn = () => {
    on &&= clock.now() - lastProofAt < quietMs;
    return on;
  };
  return {
    get isOn() {
      return isOn();
    },
    wait(signal) {
      if (!isOn()) return undefined;
      lastProofAt = clock.now();
      return clock.sleep(Math.max(lastWrongAt + spacingMs - lastProofAt, holdMs), { signal });
    },
    wrong() {
      const now = clock.now();
      lastProofAt = now;
      lastWrongAt = now;
      paidAt = Math.max(paidAt, now) + spacingMs;
      on ||= paidAt - now > (freeMistakes - 1) * spacingMs;
    },
  };
}
