/**
 * What a device's half of a handshake does, step by step, in the order in which firmware logs it. Which of it a
 * release prints, and in what words, is for the listener.
 */
export type HandshakeFact =
  | 'bytes'
  | 'unreadable'
  | 'version-mismatch'
  | 'scheme-mismatch'
  | 'unknown-command'
  | 'command0'
  | 'restarting'
  | 'not-restarting'
  | 'command0-misfit'
  | 'key-length'
  | 'username-length'
  | 'username'
  | 'adding-pop'
  | 'making-key'
  | 'zero-key'
  | 'key-refused'
  | 'phase1-done'
  | 'command1'
  | 'sealed-proof'
  | 'wrong-state'
  | 'command1-misfit'
  | 'proof-length'
  | 'proof-unequal'
  | 'proof-mismatch'
  | 'established'
  | 'setup-error'
  | 'counter-exhausted'
  | 'open-failed'
  | 'ended-unproven';

/** Bytes that a note carries: code that shows them masks secret ones. */
export interface NotedBytes {
  readonly bytes: Uint8Array;
  readonly secret: boolean;
}

/** Hears of the steps of a handshake, with what each is about. */
export type HandshakeNote = (fact: HandshakeFact, ...values: readonly (string | number | NotedBytes)[]) => void;

/** Numbers of `esp_err_t` that the steps of a handshake end with. */
export const espErrors = { fail: -1, invalidArgument: 0x102, invalidState: 0x103 } as const;

/** States of a session by the numbers that firmware has for them. */
export const sessionStates = { command0: 0, command1: 1, done: 2 } as const;

/** Hears nothing. */
export const noNote: HandshakeNote = () => undefined;

/** Marks bytes that anyone who listens to the air knows already. */
export function openBytes(bytes: Uint8Array): NotedBytes {
  return { bytes, secret: false };
}

/** Marks bytes that may not appear in a log. */
export function secretBytes(bytes: Uint8Array): NotedBytes {
  return { bytes, secret: true };
}
