import type { Finding } from './finding.ts';

const marks = { ok: 'ok     ', note: 'note   ', missing: 'missing', wrong: 'WRONG  ' } as const;

/** Returns the findings as lines for people, and how many say that something is wrong. */
export function findingLines(findings: readonly Finding[]): { readonly wrong: number; readonly lines: string[] } {
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  const last = wrong === 0 ? 'Nothing is wrong.' : wrong === 1 ? 'One thing is wrong.' : `${wrong} things are wrong.`;
  return { wrong, lines: [...findings.flatMap(asLines), last] };
}

function asLines({ subject, state, text, remedy }: Finding): string[] {
  const line = `${marks[state]}  ${subject}: ${text}`;
  return remedy ? [line, `         ${remedy}`] : [line];
}
