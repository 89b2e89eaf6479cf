import type { Clock } from '@esp-prov/protocol';

/** Makes guessing slow: every wrong proof beyond a few lengthens the wait before the next handshake message. */
export interface GuessingBrake {
  /** Resolves when the next handshake message may be looked at. */
  wait(): Promise<void>;
  /** Tells how a proof ended. */
  judged(outcome: 'right' | 'wrong'): void;
}

/** Typing errors of a person come first and cost nothing. */
const freeMistakes = 3;

/** Longest wait; a client with the right secret behind a guesser has to sit it out. */
const longestWaitMs = 8000;

/** A brake that waits by `clock`: nothing after three mistakes, then 1, 2, 4, 8 seconds until a right proof. */
export function guessingBrake(clock: Clock): GuessingBrake {
  let mistakes = 0;
  return {
    async wait() {
      const beyond = mistakes - freeMistakes;
      if (beyond >= 0) await clock.sleep(Math.min(1000 * 2 ** beyond, longestWaitMs));
    },
    judged(outcome) {
      mistakes = outcome === 'right' ? 0 : mistakes + 1;
    },
  };
}
