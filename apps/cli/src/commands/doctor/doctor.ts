import { exitCodes } from '@esp-prov/protocol';
import { type ExaminedTransport, examine } from '../../reach/examine/examine.ts';
import type { Finding } from '../../reach/examine/finding.ts';
import { findingLines } from '../../reach/examine/finding-lines.ts';
import { thisMachine } from '../../reach/examine/machine.ts';
import { makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';

/** Options of `esp-prov doctor`. */
export interface DoctorOptions {
  readonly transport?: ExaminedTransport;
  readonly bleAdapter?: string;
  readonly json?: boolean;
}

/** Looks at this machine, and says what is wrong and what to type. */
export async function doctor({ transport, bleAdapter, json = false }: DoctorOptions): Promise<void> {
  const output = makeOutput({ json });
  const findings = await interruptible((signal) => examine(thisMachine({ adapter: bleAdapter, signal }), transport));
  const { wrong, lines } = findingLines(findings);
  output.result({ result: 'doctor', wrong, findings: findings.map(asJson) }, lines, { prose: true });
  if (wrong > 0) process.exitCode = exitCodes.host;
}

function asJson({ subject, state, text, remedy }: Finding): Record<string, string | null> {
  return { subject, state, text, remedy: remedy ?? null };
}
