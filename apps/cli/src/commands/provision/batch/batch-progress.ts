import type { Output } from '../../../report/output.ts';
import { liveList } from '../../../terminal/live-list.ts';
import { isPlain } from '../../../terminal/prompts.ts';
import { evidenceLines } from '../tell-evidence.ts';
import type { BatchEntry } from './batch-journal.ts';
import type { BatchDevice } from './batch-list.ts';
import type { BatchCounts } from './batch-report.ts';

/** What people see while a batch runs. */
export interface BatchProgress {
  /** The output beside the line of the counts. */
  readonly output: Output;
  /** A device changed its state. */
  changed(device: BatchDevice, entry: BatchEntry, counts: BatchCounts): void;
  /** Leaves the line of the counts. */
  end(): void;
}

/** Prints a line for each finished device, and on a terminal a last line that counts along. */
export function batchProgress(output: Output, total: number): BatchProgress {
  const last = liveList(process.stderr, { shown: !output.json && !isPlain() });
  const event: Output['event'] = (told, text) => {
    last.clear();
    output.event(told, text);
  };
  return {
    output: { ...output, event },
    changed({ name }, { state, code, message, evidence, ip4 }, counts) {
      const words = {
        begun: undefined,
        applying: undefined,
        provisioned: `${name}: provisioned${ip4 === undefined ? '' : `, ${ip4}`}`,
        failed: `${name}: failed, ${message} (${code ?? 'internal'})`,
        unverified: `${name}: unverified, it may have the credentials (${code ?? 'internal'})`,
      }[state];
      const lines = evidence ? evidenceLines(evidence).map((line) => `${name}: ${line}`) : [];
      event(
        { event: 'device', device: name, state, code: code ?? null, ip4: ip4 ?? null, evidence: evidence ?? null },
        words === undefined ? undefined : [words, ...lines],
      );
      last.show([summary(counts, total)]);
    },
    end: last.clear,
  };
}

/** Returns the counts in one short line. */
export function summary({ provisioned, failed, unverified, begun, applying }: BatchCounts, total: number): string {
  const parts = [`${provisioned} of ${total} provisioned`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (unverified > 0) parts.push(`${unverified} unverified`);
  if (begun + applying > 0) parts.push(`${begun + applying} under way`);
  return parts.join(', ');
}
