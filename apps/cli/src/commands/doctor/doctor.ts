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
  /** Whether this board is to be a device. */
  readonly linux?: boolean;
  readonly json?: boolean;
}

/** Looks at this machine, and says what is wrong and what to type. */
export async function doctor({ transport, bleAdapter, linux = false, json = false }: DoctorOptions): Promise<void> {
  const output = makeOutput({ json });
  const findings = await interruptible(async (signal) => {
    const about = { adapter: bleAdapter, signal };
    return linux ? await lookAtBoard(about, transport) : await examine(thisMachine(about), transport);
  });
  const { wrong, lines } = findingLines(findings);
  output.result({ result: 'doctor', wrong, findings: findings.map(asJson) }, lines, { prose: true });
  if (wrong > 0) process.exitCode = exitCodes.host;
}

/** Loaded on demand, as most machines are no boards. */
async function lookAtBoard(
  about: { readonly adapter: string | undefined; readonly signal: AbortSignal },
  transport: ExaminedTransport | undefined,
): Promise<Finding[]> {
  const [{ withThisBoard }, { examineBoard }] = await Promise.all([
    import('./linux/this-board.ts'),
    import('./linux/examine-board.ts'),
  ]);
  const wanted = transport === 'console' ? undefined : transport;
  return await withThisBoard(about, (machine) => examineBoard(machine, wanted));
}

function asJson({ subject, state, text, remedy }: Finding): Record<string, string | null> {
  return { subject, state, text, remedy: remedy ?? null };
}
