import type { AccessPoint } from './access-point.ts';
import type { AirDelays } from './delays.ts';

/** What somebody shows who wants in. */
export interface JoinAttempt {
  /** What the access point and the joiner would speak. */
  readonly kind: 'open' | 'wep' | 'psk' | 'sae' | 'owe' | 'enterprise';
  /** Passphrase, or the key as 64 hexadecimal digits. */
  readonly key?: string | undefined;
}

/** What an access point answers. */
export type JoinAnswer = 'in' | 'wrong-key' | 'wrong-sae' | 'not-fitting';

const taken: Readonly<Record<AccessPoint['security'], readonly JoinAttempt['kind'][]>> = {
  open: ['open'],
  wep: ['wep'],
  wpa: ['psk'],
  wpa2: ['psk'],
  'wpa-wpa2': ['psk'],
  'wpa2-wpa3': ['psk', 'sae'],
  wpa3: ['sae'],
  owe: ['owe'],
  enterprise: ['enterprise'],
};

/** Returns what an access point answers, and after how many ms; one without a passphrase takes every key. */
export function answerOf(
  accessPoint: AccessPoint,
  attempt: JoinAttempt,
  delays: AirDelays,
): { readonly answer: JoinAnswer; readonly afterMs: number } {
  const timed = (answer: JoinAnswer, ms: number) => ({ answer, afterMs: accessPoint.answersAfterMs ?? ms });
  if (!taken[accessPoint.security].includes(attempt.kind)) return timed('not-fitting', delays.joinMs);
  const keyed = ['psk', 'sae', 'wep', 'enterprise'].includes(attempt.kind);
  const right = !keyed || accessPoint.passphrase === undefined || accessPoint.passphrase === attempt.key;
  if (right) return timed('in', delays.joinMs);
  return attempt.kind === 'sae' ? timed('wrong-sae', delays.wrongSaeMs) : timed('wrong-key', delays.wrongKeyMs);
}
