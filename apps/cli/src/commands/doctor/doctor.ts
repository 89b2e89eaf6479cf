import { exitCodes } from '@esp-prov/protocol';
import { makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { thisMachine } from './machine.ts';

/** Options of `esp-prov doctor`. */
export interface DoctorOptions {
  readonly bleAdapter?: string;
  readonly json?: boolean;
}

/** Looks at this machine, and says what is wrong and what to type. */
export async function doctor({ bleAdapter, json = false }: DoctorOptions): Promise<void> {
  const output = makeOutput({ json });
  const findings = await interruptible((signal) => examine(thisMachine({ adapter: bleAdapter, signal })));
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  const lines = findings.flatMap(asLines);
  lines.push(wrong === 0 ? 'Nothing is wrong.' : wrong === 1 ? 'One thing is wrong.' : `${wrong} things are wrong.`);
  output.result({ result: 'doctor', wrong, findings: findings.map(asJson) }, lines);
  if (wrong > 0) process.exitCode = exitCodes.host;
}

const marks = { ok: 'ok     ', note: 'note   ', missing: 'missing', wrong: 'WRONG  ' } as const;

function asLines({ subject, state, text, remedy }: Finding): string[] {
  const line = `${marks[state]}  ${subject}: ${text}`;
  return remedy ? [line, `         ${remedy}`] : [line];
}

function asJson({ subject, state, text, remedy }: Finding): Record<string, string | null> {
  return { subject, state, text, remedy: remedy ?? null };
}
