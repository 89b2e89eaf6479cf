import { formatCsv } from '@esp-prov/nvs';
import { foreignJson } from '@esp-prov/protocol';
import { writeWholeFile } from '@esp-prov/virtual/node';
import type { EvidenceJson } from '../tell-evidence.ts';
import type { BatchJournal, BatchState } from './batch-journal.ts';
import type { BatchDevice } from './batch-list.ts';
import { reportCell } from './report-cell.ts';

/** A line of the report. `waiting` is a device that was not contacted yet. */
export interface BatchRow {
  readonly device: string;
  readonly line: number;
  readonly state: BatchState | 'waiting';
  readonly ssid: string;
  readonly ip4: string | null;
  readonly code: string | null;
  readonly message: string | null;
  /** What is known of a join that failed; null where nothing is. */
  readonly evidence: EvidenceJson | null;
  readonly attempts: number;
  /** Moment of the newest change in ISO 8601. */
  readonly at: string | null;
}

/** How many devices are in each state. */
export type BatchCounts = Readonly<Record<BatchRow['state'], number>>;

/** Returns the state of every device of the list, in its order. */
export function batchRows(devices: readonly BatchDevice[], journal: BatchJournal): BatchRow[] {
  return devices.map(({ name, line, ssid }) => {
    const { state = 'waiting', ip4, code, message, evidence, at } = journal.latest(name) ?? {};
    const attempts = journal.attempts(name);
    return {
      device: name,
      line,
      state,
      ssid,
      ip4: ip4 ?? null,
      code: code ?? null,
      message: message ?? null,
      evidence: evidence ?? null,
      attempts,
      at: at ?? null,
    };
  });
}

/** Returns how many rows are in each state. */
export function countStates(rows: readonly BatchRow[]): BatchCounts {
  const counts = { waiting: 0, begun: 0, applying: 0, provisioned: 0, failed: 0, unverified: 0 };
  for (const { state } of rows) counts[state]++;
  return counts;
}

const columns = ['device', 'line', 'state', 'ssid', 'ip4', 'code', 'message', 'attempts', 'at', 'evidence'] as const;

/** Returns the findings as one text. The journal is a file, so nothing is known of what stands in it. */
function evidenceCell({ evidence }: BatchRow): string {
  const findings: unknown = evidence?.findings;
  if (!Array.isArray(findings)) return '';
  return findings.map((each: { readonly text?: unknown } | null) => String(each?.text ?? '')).join('; ');
}

/** Writes the report as `.csv` and `.json`, each whole or not at all. @throws ProvisioningError `host/file-unusable` */
export function writeBatchReport(prefix: string, rows: readonly BatchRow[]): void {
  const lines = rows.map((row) =>
    columns.map((column) => reportCell(column === 'evidence' ? evidenceCell(row) : row[column])),
  );
  writeWholeFile(`${prefix}.csv`, formatCsv([columns, ...lines]));
  writeWholeFile(`${prefix}.json`, `${foreignJson({ counts: countStates(rows), devices: rows }, 2)}\n`);
}
